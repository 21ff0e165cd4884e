"""How `models/question-coder` was made."""
