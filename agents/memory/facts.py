"""Facts of a customer that outlast a conversation. Each is held against the customer's own words,
and only who is known by proof has any."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from agents.tools.diet import needs_in
from agents.tools.said import customers, words_of
from agents.understanding.common_words import FUNCTION_WORDS
from agents.understanding.occasion import find_occasion
from bot.business.scope import Scope
from bot.messages import Message
from storage import memory

_LONGEST = 200  # characters of the words that are kept
_SENTENCE = re.compile(r"[.!?;]+(?=\s)|\bbut\b", re.IGNORECASE)
_DENYING = frozenset(
    "no not never none nothing without hate hates hated dislike dislikes avoid avoids stop cant"
    " cannot dont doesnt didnt wont isnt arent wasnt wouldnt except instead rather allergic".split()
)
_AGING = "children"  # what is true of them was true then


def learn_noted(
    tx: Connection, scope: Scope, messages: Sequence[Message], values: Mapping[str, Any]
) -> None:
    """Remembers the dietary needs and the occasion that are noted, as far as the customer's words
    say the same."""
    said = customers(messages)
    told = [
        *_told("dietary", needs_in(values.get("dietary") or ""), said, needs_in),
        *_told("occasion", _occasion(values.get("occasion") or ""), said, _occasion),
    ]
    _learn(tx, scope, told)


def learn_preference(
    tx: Connection, scope: Scope, messages: Sequence[Message], kind: str, value: str
) -> bool:
    """Remembers something else; False: one sentence of the customer's must hold all its words,
    and deny none of them."""

    def heard(text: str) -> set[str]:
        return {value} if any(_says(each, value) for each in _SENTENCE.split(text)) else set()

    told = list(_told(kind, {value}, customers(messages), heard))
    _learn(tx, scope, told)
    return bool(told)


def _says(sentence: str, value: str) -> bool:
    wanted = words_of(value)
    content = wanted - FUNCTION_WORDS
    parts = [part for part in map(words_of, sentence.split(",")) if part & content]
    denied = any((part - wanted) & _DENYING for part in parts)
    return bool(content) and content <= words_of(sentence) and not denied


def _told(
    kind: str, values: Iterable[str], said: Sequence[Message], heard: Any
) -> Iterable[tuple[str, str, Message]]:
    """(kind, value, the newest message that says so) of each that one does."""
    for value in sorted(values):
        source = next((line for line in reversed(said) if value in heard(line.content)), None)
        if source is not None:
            yield kind, value, source


def _learn(tx: Connection, scope: Scope, told: Sequence[tuple[str, str, Message]]) -> None:
    if scope.customer_id is None or not told:
        return
    facts = [
        {
            "kind": kind,
            "value": value,
            "words": source.content[:_LONGEST],
            "thread": scope.thread_id,
            "at": source.created_at.isoformat(),
        }
        for kind, value, source in told
    ]
    memory.learn(tx, scope.customer_id, facts, scope.received_at)


def _occasion(text: str) -> set[str]:
    found = find_occasion(text)
    return {found} if found else set()


def recalled(facts: Iterable[memory.Fact], thread_id: str) -> dict[str, list[str]]:
    """{kind: values} of what was told in other conversations."""
    found: dict[str, list[str]] = {}
    for fact in facts:
        if fact["thread"] != thread_id:
            found.setdefault(fact["kind"], []).append(_as_told(fact))
    return found


def _as_told(fact: memory.Fact) -> str:
    if fact["kind"] != _AGING:
        return str(fact["value"])
    return f"{fact['value']} (told in {datetime.fromisoformat(fact['at']):%B %Y})"


def unasked(
    remembered: Mapping[str, Sequence[str]], details: Mapping[str, Any], messages: Sequence[Message]
) -> list[str]:
    """The dietary needs remembered that nobody spoke of in this conversation yet."""
    needs = remembered.get("dietary", ())
    if not needs:
        return []
    spoken = needs_in(details.get("dietary") or "")
    spoken |= {need for line in customers(messages) for need in needs_in(line.content)}
    replies = "\n".join(line.content.lower() for line in messages if line.role == "assistant")
    return [need for need in needs if need not in spoken and need.lower() not in replies]
