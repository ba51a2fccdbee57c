"""Two texts side by side, and three put together. Everything but `pages`, `told` and `form` is pure."""
