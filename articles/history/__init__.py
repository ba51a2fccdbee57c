"""What happened to an article: who did what, every public state it had, and what readers saw at an instant."""
