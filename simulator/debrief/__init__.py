"""What a trainee takes home from a conversation: where it turned, which doors stood open, what to try next."""
