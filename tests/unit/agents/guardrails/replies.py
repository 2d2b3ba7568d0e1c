"""Replies to a customer for whom tools have looked a few things up: honest ones as a good model
writes them, and ones that a bad model might."""

from pathlib import Path
from typing import Any

from agents.guardrails.evidence import Evidence, evidence_of
from bot.messages import Message, ToolCall
from storage.database import dumps
from tests.unit.agents.stage import NOW, situation

SYSTEM = (
    "You answer the customers of MyHibachi. They write by text message or in the chat. You cannot "
    "take payment, hold a date or confirm a booking: you collect an inquiry, and staff confirm it."
)

LOOKED_UP: tuple[tuple[str, dict[str, Any]], ...] = (
    (
        "get_quote",
        {
            "guests": 38,
            "exact": False,
            "lowest": {
                "food": "$894.00",
                "tax": "$87.17",
                "total": "$981.17",
                "deposit": "$490.59",
            },
            "highest": {"total": "$1,310.42", "deposit": "$655.21"},
            "notes": ["A travel fee may be added, depending on the city or ZIP code."],
        },
    ),
    (
        "get_availability",
        {"date": "2027-06-05", "available": True, "remaining_capacity": 320},
    ),
    (
        "get_availability",
        {
            "date": "2027-06-12",
            "available": False,
            "remaining_capacity": 12,
            "code": "day_full",
            "message": "Saturday, June 12 has 12 places left.",
            "alternatives": ["Sunday, June 13"],
        },
    ),
    ("get_menu", {"need": "shellfish", "known": True, "fit_as_served": ["Hibachi chicken"]}),
    (
        "search_knowledge",
        {
            "passages": [
                {
                    "title": "Deposits",
                    "text": "Cancel 7 days ahead or more and the deposit goes back in full.",
                },
                {"title": "Space", "text": "We need a level spot of about 8 by 8 feet."},
            ]
        },
    ),
)


def _text(name: str) -> str:
    return (Path(__file__).with_name("first_replies") / f"{name}.txt").read_text("utf-8")


def evidence(**changes: Any) -> Evidence:
    """What was looked up. changes: of the situation."""
    budget = "Our budget is $800, or $1,000 at the very most. 1200 Ocean Ave, Torrance."
    lines = [Message("user", budget, "customer", "sms", NOW)]
    for number, (name, result) in enumerate(LOOKED_UP):
        call = ToolCall(f"c{number}", name, "{}")
        lines += [
            Message("assistant", "", "agent:customer", "sms", NOW, tool_calls=(call,)),
            Message("tool", dumps(result), "tool", "sms", NOW, tool_call_id=call.id),
        ]
    return evidence_of(lines, situation(**changes), SYSTEM)


HONEST = _text("honest")

HOSTILE = _text("hostile")


def lines(text: str) -> list[str]:
    return [line for line in text.strip().splitlines() if line]
