"""A summary that needs no model: what was asked, what was looked up, what was done."""

from collections.abc import Iterable, Iterator, Sequence

from agents.models.embedded.questions import is_question
from bot.business.staff_words import cut
from bot.messages import Message, Summary

_LONGEST = 1600  # characters
_A_QUOTE, _QUOTES = 140, 6
_DONE = {
    "get_menu": "the menu was looked at",
    "get_quote": "a price was reckoned",
    "get_availability": "the calendar was looked at",
    "search_knowledge": "the pages were searched",
    "my_bookings": "their bookings were looked at",
    "create_booking_inquiry": "an inquiry was to be sent",
    "request_human": "a person was asked for",
}


def plain_summary(old: Sequence[Message], before: Summary | None) -> str:
    """What the messages come to, after what the summary before says; of too much, the newest."""
    told = [before.text] if before else []
    told += _quotes(old)
    if done := "; ".join(dict.fromkeys(_done(old))):
        told.append(f"Meanwhile {done}.")
    whole = "\n".join(told)
    return whole if len(whole) <= _LONGEST else f"... {whole[-_LONGEST:]}"


def _quotes(old: Iterable[Message]) -> list[str]:
    """What the customer asked; where they asked nothing, what they wrote last."""
    said = [line.content for line in old if line.role == "user" and line.content.strip()]
    asked = [text for text in said if is_question(text)]
    verb, quoted = ("asked", asked) if asked else ("wrote", said[-_QUOTES:])
    return [f"The customer {verb}: {cut(text, _A_QUOTE)}" for text in quoted]


def _done(old: Iterable[Message]) -> Iterator[str]:
    for message in old:
        yield from (_DONE[call.name] for call in message.tool_calls if call.name in _DONE)
