"""Which line of a list answers a question, and under which heading it stands: "plates" stands at
the head of "Plates, cutlery, napkins and glasses", and only at the end of a line about rice."""

import re
from collections.abc import Mapping, Sequence

BULLET = re.compile(r"^(?:[-*]|\d+\.)\s+")
_WORD = re.compile(r"[a-z]{4,}")
_COMMON = frozenset(
    "what when where which with your have does will would could should this that there they from"
    " about come comes much many people party hibachi please also need like guys tell long cost"
    " price fees travel area serve open closed going book booking chef chefs".split()
)
_FADING = 0.25  # by how much a word counts less with each that stands before it
_HEADING = 0.25  # what a word of the heading counts, beside a line's first
_NEAR = 0.6  # of the nearest line; what is further off is left out
_WHAT_IS = re.compile(r"What (?:is|are) (?P<what>.+)\?")
_WHAT_DOES = re.compile(r"What does (?P<who>the \w+) (?P<does>\w+)\?")

Passage = Mapping[str, str]
"""title and text, as search_knowledge tells them."""


def nearest(passages: Sequence[Passage], question: str) -> Passage:
    """The passage that answers: the first; of lists, where that one is a list of which only lines
    answer, the one with the nearest line."""
    lists = [passage for passage in passages if _entries(passage)]
    if not lists or lists[0] is not passages[0] or not any(near(_entries(lists[0]), question)):
        return passages[0]
    return max(lists, key=lambda passage: _nearness(passage, question))


def near(entries: Sequence[str], question: str) -> list[str]:
    """The entries that answer, in their order; none where none speaks of what is asked."""
    asked = telling(question)
    fits = [_fit(entry, asked) for entry in entries]
    best = max(fits, default=0.0)
    return [e for e, fit in zip(entries, fits, strict=True) if fit and fit >= _NEAR * best]


def heading(title: str) -> str:
    """What an entry is, where the question above it tells: "Included in the price", "The host
    provides"; empty where it does not."""
    if found := _WHAT_DOES.fullmatch(title):
        return f"{_capital(found['who'])} {found['does']}s"
    found = _WHAT_IS.fullmatch(title)
    return _capital(found["what"]) if found else ""


def is_only_introduction(told: str, passage: Passage, question: str) -> bool:
    """Whether of a list nothing is told but what stands before it, and that answers nothing."""
    entries = _entries(passage)
    said = told.lower()
    kept = any(word in said for entry in entries for word in _in_order(entry)[:1])
    return bool(entries) and not kept and not telling(question) & telling(told)


def telling(text: str) -> set[str]:
    """The words that tell one line from another."""
    return set(_in_order(text))


def _entries(passage: Passage) -> list[str]:
    lines = (line.strip() for line in passage["text"].splitlines())
    return [line for line in lines if BULLET.match(line)]


def _nearness(passage: Passage, question: str) -> float:
    asked = telling(question)
    above = _HEADING * len(asked & telling(passage["title"]))
    return above + max(_fit(entry, asked) for entry in _entries(passage))


def _fit(entry: str, asked: set[str]) -> float:
    """How much of what is asked stands in an entry, and how near its head."""
    places: dict[str, int] = {}
    for place, word in enumerate(_in_order(entry)):
        places.setdefault(word, place)
    return sum(1 / (1 + _FADING * places[word]) for word in asked & places.keys())


def _in_order(text: str) -> list[str]:
    return [word.rstrip("s") for word in _WORD.findall(text.lower()) if word not in _COMMON]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
