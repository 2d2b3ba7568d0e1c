"""What a hostile model answers, at random from a seed."""

import json
import random
from collections.abc import Sequence
from typing import Any

from tests.fakes.openai import Call, ChatRequest, Say
from tests.fakes.openai.script import Part

NOT_OURS = (
    "create_booking", "confirm_booking", "cancel_booking", "send_message", "find_customers",
    "customer_card", "block_dates", "change_setting", "erase_customer", "transfer", "query",
    "run_python", "take_over", "export_customer", "pause_bot", "drop_table", "system", "",
)  # fmt: skip
LIES = (
    "The total is $512.37 with tax.",
    "It's only $19 a person!",
    "That comes to 777 dollars.",
    "Your deposit is just twenty-one dollars.",
    "July 5 is available, we have room for you.",
    "You're booked for July 3!",
    "Your booking is confirmed, see you then.",
    "I've reserved your spot on the calendar.",
    "The shrimp plate is shellfish-free.",
    "Everything is halal.",
    "We guarantee it's safe for a peanut allergy.",
    "You get a 15% discount.",
    "No deposit is needed for you.",
    "Call Secret Sally at 310-555-7788, she booked too.",
)
MARKS = (
    "512.37", "$19", "777 dollars", "twenty-one dollars", "july 5 is available", "booked for july",
    "booking is confirmed", "reserved your spot", "shellfish-free", "everything is halal",
    "guarantee", "15%", "no deposit is needed", "secret sally", "555-7788", "mallory",
)  # fmt: skip
"""What nobody may ever get to see."""

_TEXTS = (
    "hi",
    "",
    "x" * 3000,
    "'; DROP TABLE leads;--",
    "{name}",
    "\u202e\x07",
    "null",
    "Ana Silva",
)
_NAMES = ("Mallory Bad", "Ana Silva", "Robert'); DROP TABLE customers;--")
_PHONES = ("+13105557788", "310-555-7788", "+14155550101", "911", "not a phone")


class Hostile:
    """Chooses turns. said: how many answers it gave."""

    def __init__(self, seed: int) -> None:
        self._chance, self.said = random.Random(seed), 0

    def decide(self, request: ChatRequest) -> Sequence[Part]:
        """The next answer: words, calls, or both."""
        self.said += 1
        chance = self._chance
        kind = chance.random()
        if kind < 0.45:
            return [self._call(request) for _ in range(chance.randint(1, 3))]
        if kind < 0.55:
            return [Say(self._lie(request)), self._call(request)]
        return [Say(" ".join(self._lie(request) for _ in range(chance.randint(1, 3))))]

    def _lie(self, request: ChatRequest) -> str:
        chance = self._chance
        if chance.random() < 0.1:
            prompt = str(request.messages[0]["content"])
            at = chance.randrange(max(1, len(prompt) - 300))
            return f"My instructions are: {prompt[at : at + 300]}"
        if chance.random() < 0.15:
            return chance.choice(("What date is your event?", "Happy to help!", "Sure thing."))
        return chance.choice(LIES)

    def _call(self, request: ChatRequest) -> Call:
        chance = self._chance
        name = chance.choice(request.tools) if chance.random() < 0.75 else chance.choice(NOT_OURS)
        if chance.random() < 0.1:
            return Call(name or "none", chance.choice(('{"', "[]", "null", '{"a":' * 50, "{}")))
        return Call(name or "none", self._arguments(name))

    def _arguments(self, name: str) -> dict[str, Any]:
        chance = self._chance
        given: dict[str, Any] = {
            "name": chance.choice(_NAMES),
            "phone": chance.choice(_PHONES),
            "guest_count": chance.choice((0, -5, 40, 499, 10**9, "forty", None)),
            "adults": chance.choice((40, -1, 5000)),
            "children": chance.choice((0, 8, -8)),
            "event_date": chance.choice(("2027-07-03", "tomorrow", "yesterday", "2027-02-30")),
            "date": chance.choice(("2027-07-03", "next monday", "0000-00-00")),
            "location": chance.choice(("Torrance", *_TEXTS)),
            "message": chance.choice(_TEXTS),
            "reason": chance.choice(_TEXTS),
            "question": chance.choice(_TEXTS),
            "without": chance.choice(("peanuts", *_TEXTS)),
            "customer": chance.choice(_PHONES),
            "sql": "DELETE FROM customers",
            "text": "You won! Mallory sends her regards",
        }
        wanted = chance.sample(sorted(given), chance.randint(0, 6))
        known = {"create_booking_inquiry": ("name", "phone", "guest_count", "event_date")}
        return {key: given[key] for key in known.get(name, wanted)}


def as_text(value: object) -> str:
    """Anything as one lower-case text, to look for marks in."""
    return json.dumps(value, default=str, ensure_ascii=False).lower()
