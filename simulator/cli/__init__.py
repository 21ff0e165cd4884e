"""The command line: one file per command group, everything heavy imported when it is needed."""
