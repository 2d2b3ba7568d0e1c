"""A model that is against us: it calls anything, with anything, and says what no tool returned."""
