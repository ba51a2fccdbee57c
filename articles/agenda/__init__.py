"""What comes by itself: publications, changes, ends, embargoes, licences, and what waits for a decision."""
