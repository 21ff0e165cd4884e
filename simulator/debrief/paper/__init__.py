"""A debrief as a paper: sections of simple blocks that a page, a plain text and a PDF are made from alike."""
