"""all-MiniLM-L6-v2, a small language model that says what a text is about, on this machine."""
