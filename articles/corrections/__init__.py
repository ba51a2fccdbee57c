"""What readers are told about what was wrong, unclear or new: a page of it for each language, and the date it moves."""
