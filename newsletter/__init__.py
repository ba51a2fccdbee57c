"""Sign-ups, editions and delivery; stands on `articles` and the floor, never on `comments`."""
