"""What a new article can begin with: a template of a recurring piece, or another article as it stands on the desk."""
