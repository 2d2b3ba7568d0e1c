"""The composition root: it alone knows everybody, and puts the house together."""
