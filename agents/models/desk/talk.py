"""One request of a colleague and what it follows on: handlers read it, ask tools, and tell.

A handler is a generator: it yields each call it needs and is sent its result, and returns what is
said. It is played anew at every step from what is recorded, so nothing is kept in between.
"""

from collections.abc import Callable, Generator, Mapping
from datetime import date, datetime
from typing import Any

from msgspec import Struct

from agents.models.desk.words import Words, lazily
from agents.models.embedded.exchange import Call, Exchange
from bot.business.scope import Scope

Result = Mapping[str, Any]
_FOR_MODELS = lazily(r"[:;,.] [^:;,.]*\b[a-z]+_[a-z_]+\b.*$")  # "...: look at list_leads"


class Item(Struct, frozen=True):
    """Something a list showed or a request was about. kind: lead, booking, customer and so on.
    row: as the tool gave it."""

    kind: str
    id: str
    name: str
    row: dict[str, Any] = {}


class Told(Struct, frozen=True):
    """What is said. shown: what its numbers stand for. focus: what "it" is. then: how an answer
    to its question goes on; None from it: this is no answer."""

    text: str
    shown: tuple[Item, ...] = ()
    focus: Item | None = None
    then: "Callable[[Talk], Steps | None] | None" = None


Steps = Generator[Call, Result, Told]


class Talk(Struct, frozen=True):
    """words: what was said. now: local, when it was. before: what was told just before. tools:
    those on offer. agent: who answers."""

    words: Words
    now: datetime
    scope: Scope
    before: Told
    tools: frozenset[str]
    agent: str

    @property
    def text(self) -> str:
        return self.words.text

    @property
    def today(self) -> date:
        return self.now.date()


def told(text: str) -> Steps:
    """Says something that needs no tool."""
    yield from ()
    return Told(text)


def play(steps: Steps, exchange: Exchange) -> Call | Told:
    """What a handler comes to with what was done so far: the next call, or what is said."""
    try:
        call = next(steps)
        while (result := exchange.result_of(call)) is not None:
            call = steps.send(result)
    except StopIteration as end:
        said: Told = end.value
        return said
    return call


def trouble(result: Result) -> str | None:
    """What a tool says is wrong, in plain words; None: nothing is."""
    error = result.get("error")
    if error is None:
        return None
    if error == "failed":
        return "That does not work just now; it was noted for whoever looks after the bot."
    if error == "invalid":
        fields = result.get("fields", {})
        return "; ".join(f"{name.replace('_', ' ')}: {why}" for name, why in fields.items())
    message = _FOR_MODELS().sub("", str(result.get("message") or f"That did not work ({error})"))
    message = message[0].upper() + message[1:]
    return message if message.endswith((".", "!", "?")) else f"{message}."
