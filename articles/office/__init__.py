"""Articles in the editorial office: the writing page, the list, and what stands beside them."""
