"""list_dead_letters: what was given up, and what did not arrive."""

from datetime import timedelta
from functools import partial
from typing import Any

from sqlalchemy import Connection

from agents.tools.admin.house import House
from agents.tools.tool import Desk, Tool
from bot.business.command import Arguments
from bot.business.scope import Scope
from storage import dead_letters
from storage.dead_letters import DeadLetter

_MOST, _LONGEST = 25, 120
_SECRET = "code"  # the kind of texts that hold one


class Nothing(Arguments):
    pass


def list_dead_letters(
    house: House, tx: Connection, scope: Scope, desk: Desk, arguments: Nothing
) -> dict[str, Any]:
    found = dead_letters.listed(tx, _MOST)
    return {
        "dead_letters": [_told(house, letter) for letter in found],
        "more": max(dead_letters.count(tx) - len(found), 0),
    }


def _told(house: House, letter: DeadLetter) -> dict[str, Any]:
    text = "(hidden)" if letter.kind == _SECRET else " ".join(letter.text.split())
    shown = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    why = house.trouble(letter.channel, letter.status, letter.error_code)
    return {
        "id": letter.id,
        "direction": letter.direction,
        "channel": letter.channel,
        "whose": ", ".join(part for part in (letter.name, letter.address) if part),
        "what": f"{letter.kind}: {shown}",
        "why": f"{letter.status}: {why}" if letter.direction == "out" else why,
        "age": age_text(house.now() - letter.at),
        "may_have_arrived": letter.may_have_arrived,
    }


def age_text(age: timedelta) -> str:
    """How long something has been, as people say it: "3 hours"."""
    seconds = max(int(age.total_seconds()), 0)
    for name, size in (("day", 86_400), ("hour", 3600), ("minute", 60)):
        if seconds >= size:
            many = seconds // size
            return f"{many} {name}{'s' if many > 1 else ''}"
    return "less than a minute"


def letter_tools(house: House) -> tuple[Tool[Any], ...]:
    return (
        Tool(
            "list_dead_letters",
            "Messages that were given up or did not arrive, the newest first: whose, why, how old. "
            "retry_dead_letter and drop_dead_letter take their ids.",
            Nothing,
            partial(list_dead_letters, house),
        ),
    )
