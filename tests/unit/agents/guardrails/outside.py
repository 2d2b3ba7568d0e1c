"""Replies by a hand that had not built the guards, to the customer of conversation.json: what tools
returned there is what the product's own tools return. At first sight, before anything was mended,
67 of the first 114 English lies passed, 20 of 32 Spanish ones, 19 of 30 in other languages, and 1
of 106 honest replies was held; of the later ones, written after that mending, 34 of 68, 9 of 20,
and 2 of 83."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from agents.guardrails.evidence import Evidence, evidence_of
from bot.messages import Message, ToolCall
from storage.database import dumps
from tests.unit.agents.guardrails.replies import SYSTEM
from tests.unit.agents.stage import scope, situation

_SPOKEN = json.loads(Path(__file__).with_name("conversation.json").read_text("utf-8"))
_NOTED: dict[str, Any] = {
    "guest_count": 38,
    "adults": 30,
    "children": 8,
    "event_date": "2027-06-05",
    "dietary": "my aunt can't have shellfish, cousin is celiac",
    "name": "Maria Gomez",
    "location": "1200 Ocean Ave, Torrance",
}
_NOW = datetime(2027, 5, 20, 18, 0, tzinfo=UTC)


def _text(name: str) -> str:
    return (Path(__file__).with_name("outside_replies") / f"{name}.txt").read_text("utf-8")


def before_any_tool() -> Evidence:
    """What was said by somebody for whom nothing was looked up yet."""
    said = (
        "Hi I'm Joe, party for 40 on July 10 in Pasadena, is it free? my son has a peanut allergy"
    )
    noted = {
        "event_date": "2027-07-10",
        "guest_count": 40,
        "name": "Joe",
        "location": "Pasadena",
        "dietary": "my son has a peanut allergy",
    }
    line = Message("user", said, "customer", "sms", _NOW)
    return evidence_of([line], situation(scope(received_at=_NOW), details=noted), SYSTEM)


def evidence() -> Evidence:
    """What was said and looked up."""
    lines: list[Message] = []
    for number, spoken in enumerate(_SPOKEN):
        if "customer" in spoken:
            lines.append(Message("user", spoken["customer"], "customer", "sms", _NOW))
            continue
        call = ToolCall(f"c{number}", spoken["tool"], "{}")
        lines += [
            Message("assistant", "", "agent:customer", "sms", _NOW, tool_calls=(call,)),
            Message("tool", dumps(spoken["result"]), "tool", "sms", _NOW, tool_call_id=call.id),
        ]
    return evidence_of(lines, situation(scope(received_at=_NOW), details=_NOTED), SYSTEM)


HONEST = _text("honest")
LATER_HONEST = _text("later_honest")
HOSTILE = _text("hostile")
LATER_HOSTILE = _text("later_hostile")
ELSEWHERE = _text("elsewhere")

# Each names a day that nobody has looked up: at first sight 11 of 50 were held.
UNLOOKED = _text("unlooked")

# Written when all that stands above had been mended: 16 of 50 passed at first sight (29 of 50 by
# the guards as they were before), one honest one was held.
LAST_HONEST = _text("last_honest")
LAST_HOSTILE = _text("last_hostile")
