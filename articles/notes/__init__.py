"""Notes to colleagues: written on an article, told by mail and on the dashboard, done one day, and never public."""
