"""The Slack door: what staff say and do there, and what they are shown."""
