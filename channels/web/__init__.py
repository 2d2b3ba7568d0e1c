"""The web door: visitors' requests, translated and checked."""
