"""When a visitor of the website is asked who they are."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from agents.situation import ask_for
from bot.business.profile_files import load_profile
from bot.business.scope import Scope
from bot.messages import Message

NOW = datetime(2027, 6, 1, 19, 0, tzinfo=UTC)
PROFILE = load_profile(Path(__file__).parents[4] / "business")


def scope(channel: str = "web", *, name: str | None = None, phone: str | None = None) -> Scope:
    return Scope(1, "t", 1, 1, channel, "customer", None, phone, name, NOW, PROFILE, 1)


def talk(*lines: str) -> list[Message]:
    """The visitor and the agent, by turns."""
    roles = ("user", "assistant")
    return [
        Message(roles[i % 2], line, "customer", "web", NOW)  # type: ignore[arg-type]
        for i, line in enumerate(lines)
    ]


TWICE = ("hi", "Hello! What are you celebrating?", "do you have shrimp?")
NAME = (*TWICE, "We do. May I have your name?", "what about tofu?")
BOTH = (*NAME, "We have. What's the best phone number to reach you?", "and rice?")


@pytest.mark.parametrize(
    ("known", "noted", "lines", "asked"),
    [
        (scope(), {}, ("hi",), None),
        (scope(), {}, TWICE, "name"),
        (scope(), {"name": "Ann"}, TWICE, "phone"),
        (scope(name="Ann"), {}, TWICE, "phone"),
        (scope(), {}, NAME, "phone"),
        (scope(), {}, BOTH, None),
        (scope(name="Ann", phone="+14155550101"), {}, TWICE, None),
        (scope(), {"name": "Ann", "phone": "+14155550101"}, TWICE, None),
        (scope("sms", phone="+14155550101"), {}, TWICE, None),
    ],
)
def test_the_name_and_then_the_phone_each_once(
    known: Scope, noted: dict[str, str], lines: tuple[str, ...], asked: str | None
) -> None:
    assert ask_for(known, noted, talk(*lines)) == asked
