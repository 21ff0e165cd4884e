"""The app in a browser: accounts, one process a trainee, a queue, and pages with one's own reports."""
