"""Adds up one mention of a party size: people, adults, children, and the speaker's own."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NamedTuple

from agents.understanding.party_grammar import COUNT, Mention

MOST = 5_000
"""Figures above are no guest count of a caterer."""
_PART = re.compile(rf"({COUNT})[-ohlzNqeiI%]*([pAKSOu^]?)|([SNJ])|(?:^|(?<=[,&]))(z)|(?<=[,&]l)K")
_BOUNDS = frozenset("+<>U")
_PAIRS = frozenset({"parents", "grandparents", "twins"})


@dataclass(frozen=True, slots=True)
class Party:
    """A party size as said.

    `total` is the number to plan for, the most of a range; `low` and `high` are set for a range
    or a bound ("20-25", "30+", "up to 40"). `adults` and `children` are set where told apart.
    `span` is (start, end) in the message.
    """

    total: int | None
    adults: int | None
    children: int | None
    low: int | None
    high: int | None
    span: tuple[int, int]


class _Part(NamedTuple):
    """One part of a sum: the least and the most it may be, its noun, and whether one-sided."""

    least: int
    most: int
    noun: str
    bounded: bool


def counted(mention: Mention) -> Party | None:
    """Adds up one mention: its people, adults, children, and the speaker's own."""
    if mention.rule in _BY_ITSELF:
        return _BY_ITSELF[mention.rule](mention)
    parts = [_part(match, mention) for match in _PART.finditer(mention.letters)]
    if mention.rule == "instead":
        parts = parts[:1]  # "24, not 42"
    if mention.rule == "rather":
        parts = parts[-1:]  # "not 42, 24"
    if len(parts) > 2 and parts[0].most == sum(part.most for part in parts[1:]):
        parts = parts[1:]  # "60 people (40 adults, 20 kids)"
    low, high = sum(part.least for part in parts), sum(part.most for part in parts)
    if not 0 < high <= MOST:
        return None
    bounded = any(part.bounded for part in parts)
    if mention.rule == "change" or (mention.rule == "make" and bounded):
        low, bounded = high, False  # "from 30 to 40" and "up to 40" say where it ends
    party = _party(mention, high, low if low != high or bounded else None, bounded)
    children = sum(part.most for part in parts if part.noun in ("K", "O"))
    if not children and not any(part.noun == "A" for part in parts):
        return party
    return replace(party, adults=high - children or None, children=children or None)


def _part(match: re.Match[str], mention: Mention) -> _Part:
    tokens = mention.tokens[match.start() : match.end()]
    if match[0] == "K":
        return _Part(1, 1, "K", False)  # "and a baby"
    if match[1] is None:
        people = 2 if tokens[0].word in _PAIRS else 1
        return _Part(people, people, "p", False)
    numbers = [token.value for token in tokens if token.kind in "nc" and token.value]
    if tokens[-1].word == "couples":
        numbers = [2 * number for number in numbers]
    low, high = min(numbers), max(numbers)
    if numbers[0] > numbers[-1]:
        low = high = numbers[-1]
    bounded = len(numbers) == 1 and not _BOUNDS.isdisjoint(match[1])
    return _Part(low, high, match[2], bounded)


def _party(mention: Mention, total: int, low: int | None = None, bounded: bool = False) -> Party:
    span = mention.tokens[0].start, mention.tokens[-1].end
    below = bounded and not {"<", "U"}.isdisjoint(mention.letters)
    high = total if low is not None and (below or not bounded) else None
    return Party(total, None, None, None if below else low, high, span)


def _summed(mention: Mention) -> Party:
    """ "2 more people, so 38"."""
    return _party(mention, mention.tokens[-1].value)


def _among(mention: Mention) -> Party | None:
    """ "18, and 6 of those are kids": the children are among the people."""
    total, children = (token.value for token in mention.tokens if token.kind in "nc")
    if children > total:
        return replace(_party(mention, total + children), adults=total, children=children)
    return replace(_party(mention, total), adults=total - children or None, children=children)


def _labelled(mention: Mention) -> Party:
    """ "Adults: 20, kids: 6"."""
    first, second = (token.value for token in mention.tokens if token.kind in "nc")
    adults, children = (first, second) if mention.letters[0] == "A" else (second, first)
    return replace(_party(mention, first + second), adults=adults, children=children)


_BY_ITSELF: dict[str, Callable[[Mention], Party | None]] = {
    "none": lambda _mention: None,
    "both": lambda mention: _party(mention, 2),
    "self": lambda mention: _party(mention, 1),
    "sum": _summed,
    "parts": _labelled,
    "among": _among,
}
