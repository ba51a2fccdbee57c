"""One story in several languages: an article begun from another one, and what that one has told readers since."""
