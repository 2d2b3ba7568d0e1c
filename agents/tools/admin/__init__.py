"""The admin agent's own tools."""
