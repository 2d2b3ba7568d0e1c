"""The analytics agent's tools."""
