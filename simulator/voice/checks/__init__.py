"""What a reply may not be: one family of faults a file, each a function of the text and the scene."""
