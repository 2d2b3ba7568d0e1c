"""Evaluation: scenarios of conversations, held with a model through the real engine, and judged."""
