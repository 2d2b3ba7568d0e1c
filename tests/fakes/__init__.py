"""Stand-ins for the vendors, at the wire: HTTP servers on 127.0.0.1 that the vendors' SDKs talk to.

Each runs inside a test (`async with FakeTwilio() as twilio`) or as a process of its own
(`python -m tests.fakes.twilio --port 0 --state FILE`), which outlives a bot that is killed.
"""
