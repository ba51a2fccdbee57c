"""Review links: one revision shown to somebody without an account, who may leave notes and approve it."""
