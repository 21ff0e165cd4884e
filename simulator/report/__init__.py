"""Reports: one self-contained HTML page for a scored conversation, and one for a group of them."""
