"""Voice: phrases the one act of a school's turn in character, and checks the words before they are shown."""
