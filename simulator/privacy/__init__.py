"""What leaves the practice log: exports, with or without names, and what is erased for good."""
