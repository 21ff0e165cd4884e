"""How the project's own weights were made: reproducible from the data it names. Never needed at run time."""
