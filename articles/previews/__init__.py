"""The real page of any state of an article, for the desk alone: at every width, and at an instant to come."""
