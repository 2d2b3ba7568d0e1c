"""The Slack door: what goes out to staff."""
