"""Where an answer is from: of the passages that a turn looked up, those that its words repeat."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import orjson

from agents.knowledge.words import STOP, stem, words_in
from bot.messages import Message

_ADDRESS = re.compile(r"https?://[^\s<>|\"]+")
TOOL = "search_knowledge"
_MOST = 2
_FROM_THERE = 0.3  # of an answer's words; fewer are anybody's
_FEW = 3  # words; with fewer in common nothing is from there


def sources_of(messages: Sequence[Message], turn_id: int, answer: str) -> list[dict[str, str]]:
    """[{page, heading, url}] of the passages that an answer is from, the nearest first; url where
    the page was taken from the web."""
    said = _telling(answer)
    if len(said) < _FEW:
        return []
    found: dict[tuple[str, str], tuple[int, dict[str, str]]] = {}
    for passage in _passages(messages, turn_id):
        shared = len(said & _telling(f"{passage['title']} {passage['text']}"))
        if shared >= max(_FEW, _FROM_THERE * len(said)):
            place = (passage["page"], passage["title"])
            found[place] = max(found.get(place, (0, {})), (shared, _told(passage)), key=_shared)
    best = sorted(found.values(), key=_shared, reverse=True)
    return [told for shared, told in best[:_MOST] if 2 * shared >= best[0][0]]


def _shared(found: tuple[int, dict[str, str]]) -> int:
    return found[0]


def _telling(text: str) -> set[str]:
    return {stem(word) for word in words_in(text) if word not in STOP}


def _told(passage: dict[str, str]) -> dict[str, str]:
    told = {"page": passage["page"], "heading": passage["title"]}
    origin = passage.get("from", "")
    return told | ({"url": origin} if _ADDRESS.fullmatch(origin) else {})


def _passages(messages: Iterable[Message], turn_id: int) -> Iterator[dict[str, str]]:
    calls: set[str] = set()
    for message in messages:
        if message.turn_id != turn_id:
            continue
        calls |= {call.id for call in message.tool_calls if call.name == TOOL}
        if message.tool_call_id in calls:
            told: dict[str, Any] = orjson.loads(message.content)
            passages = (*told.get("passages", ()), *told.get("perhaps", ()))
            # A turn that was begun by an older version of this code knows no pages.
            yield from (passage for passage in passages if "page" in passage)
