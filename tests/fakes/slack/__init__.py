"""Slack's Web API, as far as a bot that posts and reads back needs it."""

from tests.fakes.faults import Delay, Drop, Hang, Lose, Pass, Unavailable
from tests.fakes.slack.errors import RateLimited, Refuse
from tests.fakes.slack.server import FakeSlack
from tests.fakes.slack.workspace import BOT_TOKEN, Channel, Post, User, Workspace

__all__ = [
    "BOT_TOKEN",
    "Channel",
    "Delay",
    "Drop",
    "FakeSlack",
    "Hang",
    "Lose",
    "Pass",
    "Post",
    "RateLimited",
    "Refuse",
    "Unavailable",
    "User",
    "Workspace",
]
