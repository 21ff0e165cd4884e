"""The Textual front end and the line-by-line one. Nothing heavy is imported here."""
