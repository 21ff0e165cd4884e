"""Practice: the loop of a conversation, saved step by step."""
