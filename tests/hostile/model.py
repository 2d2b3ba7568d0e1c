"""What a hostile model answers, at random from a seed."""

import json
import random
import re
from collections.abc import Mapping, Sequence
from typing import Any

from tests.fakes.openai import Call, ChatRequest, Say
from tests.fakes.openai.request import text_of
from tests.fakes.openai.script import Part
from tests.hostile.customers import Customer
from tests.property.words import other_than, written

NOT_OURS = (
    "create_booking", "confirm_booking", "cancel_booking", "send_message", "find_customers",
    "customer_card", "block_dates", "change_setting", "erase_customer", "transfer", "query",
    "run_python", "take_over", "export_customer", "pause_bot", "drop_table", "system", "",
)  # fmt: skip
LIES = (
    "The total is ${money} with tax.",
    "It's only ${money} a person!",
    "That comes to {words} dollars.",
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
    "Call Secret Sally at 310-555-7799, she booked too.",
    "You said yes, so your inquiry is confirmed.",
)
MARKS = (
    "twenty-one dollars", "july 5 is available", "booked for july", "booking is confirmed",
    "reserved your spot", "shellfish-free", "everything is halal", "guarantee", "15%",
    "no deposit is needed", "555-7799", "mallory", "inquiry is confirmed",
    "seven hundred seventy-seven",
)  # fmt: skip
"""What nobody may ever get to see."""

_SLOTS = ("event_date", "guest_count", "location", "event_time", "phone", "name")
_TEXTS = ("hi", "", "x" * 3000, "'; DROP TABLE leads;--", "{name}", "\u202e\x07", "null", "Ana")
_NAMES = ("Mallory Bad", "Ana Silva", "Robert'); DROP TABLE customers;--", "Secret Sally")
_PHONES = ("+13105557799", "310-555-7799", "+14155550101", "911", "not a phone")
_HERS = ("Secret Sally", "Secret Sally", "+13105557799", "Ana Silva")
_FREE = ("no allergies", "none", "everybody eats everything", "peanuts are fine", "vegetarian")
_NOTED = re.compile(r"^Noted: (\{.*\})$", re.MULTILINE)
_SAY = re.compile(r'"(?:read_back|say)":"((?:[^"\\]|\\.)*)"')
_PERSON = re.compile(r"zqx[a-z]{7}")


class Hostile:
    """Chooses turns. said: how many answers it gave. people: the customers by their secrets.
    mixed_up: requests that held the secrets of more than one."""

    def __init__(
        self, seed: int, people: Mapping[str, Customer], lies: Sequence[str] = LIES
    ) -> None:
        self._chance, self._people, self._untruths = random.Random(seed), people, lies
        self.said = 0
        self.mixed_up: list[str] = []
        self.prompts: set[str] = set()

    def decide(self, request: ChatRequest) -> Sequence[Part]:
        """The next answer: words, calls, or both."""
        self.said += 1
        told = "\n".join(text_of(message.get("content")) for message in request.messages)
        self.prompts.add(text_of(request.messages[0].get("content")))
        customer = self._whose(told)
        kind = self._chance.random()
        if customer is None or kind < 0.15:
            return self._anything(request)
        noted = _noted(told)
        if kind < 0.40:
            return [self._notes(customer)]
        if kind < 0.60:
            return [self._inquires(customer, noted)]
        return [Say(self._reads_back(request, noted) if kind < 0.85 else self._lies(request))]

    def _whose(self, told: str) -> Customer | None:
        secrets = set(_PERSON.findall(told))
        people = [self._people[secret] for secret in secrets if secret in self._people]
        if len(secrets) > 1 or len(people) < len(secrets):
            self.mixed_up.append(told)
        return people[0] if people else None

    def _anything(self, request: ChatRequest) -> Sequence[Part]:
        if self._chance.random() < 0.6:
            return [self._call(request) for _ in range(self._chance.randint(1, 3))]
        if self._chance.random() < 0.3:
            return [Say(self._lies(request)), self._call(request)]
        return [Say(self._lies(request))]

    def _notes(self, customer: Customer) -> Call:
        """What the customer told, with nothing wrong, or one value; or words of its own."""
        chance, given = self._chance, dict(customer.truth.told)
        if chance.random() < 0.4:
            slot = chance.choice(_SLOTS)
            given[slot] = other_than(slot, given.get(slot), chance.randrange(9))
        if chance.random() < 0.1:
            given[chance.choice(("dietary", "message", "occasion"))] = chance.choice(_FREE)
        return Call("note_details", given)

    def _inquires(self, customer: Customer, noted: Mapping[str, Any]) -> Call:
        chance = self._chance
        given = {"name": "Ana Silva", "phone": customer.phone or "+13105557799", "guest_count": 30}
        given |= {slot: noted[slot] for slot in _SLOTS if slot in noted and slot != "event_time"}
        if chance.random() < 0.3:
            slot = chance.choice(("name", "phone", "guest_count", "event_date", "location"))
            given[slot] = other_than(slot, given.get(slot), chance.randrange(9))
        if chance.random() < 0.05:
            given["message"] = "Mallory says hi"
        return Call("create_booking_inquiry", given)

    def _reads_back(self, request: ChatRequest, noted: Mapping[str, Any]) -> str:
        """As the tools worded it, or so that something is left out, wrong, or asked besides."""
        chance = self._chance
        results = [text_of(m["content"]) for m in request.messages if m["role"] == "tool"]
        worded = [say for result in results[-2:] for say in _SAY.findall(result)]
        if worded and chance.random() < 0.6:
            own = str(json.loads(f'"{worded[-1]}"'))
            return own if chance.random() < 0.8 else f"{own} And shall I tell you about the menu?"
        shown, slot = written(noted), chance.choice(_SLOTS)
        other = written({slot: other_than(slot, noted.get(slot), chance.randrange(9))})
        match chance.randrange(5):
            case 0:
                return f"So that's {', '.join(shown.values())}. Is that right?"
            case 1:
                kept = [text for name, text in shown.items() if name != slot]
                return f"So that's {', '.join(kept)}. Is that right?"
            case 2:
                return f"So that's {', '.join({**shown, **other}.values())}. Is that right?"
            case 3:
                return f"How about {other[slot]}?"
        return f"So that's {', '.join(shown.values())}. Shall I tell you about the menu?"

    def _lies(self, request: ChatRequest) -> str:
        return " ".join(self._lie(request) for _ in range(self._chance.randint(1, 3)))

    def _lie(self, request: ChatRequest) -> str:
        chance = self._chance
        if chance.random() < 0.1:
            prompt = text_of(request.messages[0]["content"])
            at = chance.randrange(max(1, len(prompt) - 300))
            return f"My instructions are: {prompt[at : at + chance.randint(70, 300)]}"
        if chance.random() < 0.3:
            return chance.choice(("What date is your event?", "Happy to help!", "Sure thing."))
        money = f"{chance.randint(11, 2999)}.{chance.randint(1, 99):02}"
        words = "seven hundred seventy-seven"
        return chance.choice(self._untruths).format(money=money, words=words)

    def _call(self, request: ChatRequest) -> Call:
        chance = self._chance
        name = chance.choice(request.tools) if chance.random() < 0.75 else chance.choice(NOT_OURS)
        if chance.random() < 0.1:
            return Call(name or "none", chance.choice(('{"', "[]", "null", '{"a":' * 50, "{}")))
        return Call(name or "none", self._arguments(name, request))

    def _arguments(self, name: str, request: ChatRequest) -> dict[str, Any]:
        """Anything; where the tool is offered, mostly of the arguments that it has."""
        chance = self._chance
        tools = {tool["function"]["name"]: tool["function"] for tool in request.body["tools"]}
        own = tools.get(name, {}).get("parameters", {}).get("properties", {})
        needed = tools.get(name, {}).get("parameters", {}).get("required", [])
        names = [key for key in own if key in needed or chance.random() < 0.4]
        if not own or chance.random() < 0.2:
            names += chance.sample(("customer", "sql", "phone", "admin", "date"), 2)
        return {key: self._value(key, own.get(key, {}).get("type")) for key in names}

    def _value(self, name: str, kind: str | None) -> Any:
        chance = self._chance
        pools: dict[str, Sequence[Any]] = {
            "name": _NAMES,
            "phone": _PHONES,
            "customer": (*_PHONES, *_NAMES),
            "location": ("Torrance", *_TEXTS),
            **dict.fromkeys(("lead", "conversation", "booking"), _HERS),
            "status": ("new", "contacted", "quoted", "won", "lost"),
            "colleague": ("me", "nobody", "Kim"),
            "sql": ("DELETE FROM customers", "SELECT * FROM customers", "ATTACH 'x' AS y"),
            "code": ("open('/etc/passwd').read()", "import os; os.system('id')", "1/0"),
        }
        numbers = (0, -5, 40, 499, 10**9, 1)
        if kind == "integer":
            return chance.choice(numbers)
        if kind == "boolean":
            return chance.choice((True, False))
        if kind in ("array", "object"):
            return chance.choice(([], {}, [[]], {"a": 1}))
        days = ("2026-07-03", "tomorrow", "yesterday", "2026-02-30", "0000-00-00", "next monday")
        given = days if {"date", "day", "first", "last"} & set(name.split("_")) else _TEXTS
        return chance.choice((*pools.get(name, given), "You won! Mallory sends her regards"))


def _noted(told: str) -> dict[str, Any]:
    """The details as the server's state tells them."""
    found = _NOTED.findall(told)
    return dict(json.loads(found[-1])) if found else {}


def as_text(value: object) -> str:
    """Anything as one lower-case text, to look for marks in."""
    return json.dumps(value, default=str, ensure_ascii=False).lower()
