"""The tools of the agents that serve staff."""
