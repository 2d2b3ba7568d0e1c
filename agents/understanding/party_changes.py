"""Finds by how many a party grows or shrinks: "add 10 people", "two fewer guests"."""

import re

from agents.understanding.speech import speech

_PEOPLE = r"(?:people|guests?|persons?|adults?|friends|heads|of us)"
_MORE = "(?:more|extra|additional)"
_CHILDREN = r"(?:(?:little |small |young )?(?:kids?|child|children|kiddos?|toddlers?|baby|babies))"
_EVENT = "(?:booking|reservation|request|inquiry|party|event|count|list|group|total|number)"
_ADDED = re.compile(
    rf"\b(?:add|adding|plus) (?:in |another |an (?:extra|additional) )?<number> "
    rf"(?:(?:{_MORE}|other|new) )?(?:{_PEOPLE}|to (?:my|our|the|that|this) (?:\w+ )?{_EVENT})\b"
    rf"|<number> {_MORE}(?: {_PEOPLE}\b| (?:coming|joining|in|to)\b|(?: [.,?!])*$)"
    rf"|\banother <number> {_PEOPLE}\b"
)
_TAKEN = re.compile(
    rf"<number> (?:fewer|less)(?: {_PEOPLE}\b|(?: [.,?!])*$)"
    rf"|\b(?:remove|drop|subtract|minus|take (?:off|out)) <number>"
    rf"(?: {_PEOPLE}\b| (?:from|off)\b|(?: [.,?!])*$)"
    rf"|<number> {_PEOPLE} (?:(?:just|will|can|do|are|is) )*(?:not (?:be )?(?:make|come|coming|able"
    r"|attend\w*|joining)\b|(?:dropped|backed|bailed) out\b|(?:have )?cancell?ed\b)"
)


_KIDS_ADDED = re.compile(
    rf"\b(?:add|adding) (?:in |another |an (?:extra|additional) )?<number> "
    rf"(?:(?:{_MORE}|other) )?{_CHILDREN}\b|<number> {_MORE} {_CHILDREN}\b"
    rf"|\banother <number> {_CHILDREN}\b"
)
_KIDS_TAKEN = re.compile(
    rf"<number> (?:fewer|less) {_CHILDREN}\b"
    rf"|\b(?:remove|drop|subtract|minus) <number> {_CHILDREN}\b"
)


def find_change(text: str) -> int | None:
    """How many more come than before, below zero for fewer; None where the message says no such
    thing. It is no party size by itself."""
    return _found(text, _ADDED, _TAKEN)


def find_change_of_children(text: str) -> int | None:
    """The same of children alone: "add 3 kids"."""
    return _found(text, _KIDS_ADDED, _KIDS_TAKEN)


def _found(text: str, added: re.Pattern[str], taken: re.Pattern[str]) -> int | None:
    words, values = speech(text)
    said = " ".join(words)
    numbers = [value for word, value in zip(words, values, strict=True) if word == "<number>"]
    for pattern, sign in ((added, 1), (taken, -1)):
        if found := pattern.search(said):
            return sign * numbers[said[: found.start()].count("<number>")] or None
    return None
