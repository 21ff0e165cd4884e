"""How a trainee grows over conversations: progress, goals, the next school, and the reflection report."""
