"""Finds phrases among words, by a table keyed on the phrase's first word.

A phrase is written as words with single spaces: "a/b" is either word, "(a/b)" one that may be
left out, "*" up to three words of the same sentence, "^" the message's start (greetings passed
over), "$" its end. A line that ends with "/" goes on in the next.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Generic, NamedTuple, TypeVar

Label = TypeVar("Label")
_STOPS = frozenset({".", "?"})
_PASSED_OVER = frozenset("hi hey hello oh um uh so well hmm okay and , please just but".split())
_LONGEST_GAP = 3
_END = "$"


class _Part(NamedTuple):
    kind: str  # "one", "maybe", "gap" or "end"
    words: frozenset[str]


class _Phrase(NamedTuple, Generic[Label]):
    label: Label
    at_start: bool
    rest: tuple[_Part, ...]


class Hit(NamedTuple, Generic[Label]):
    """A phrase found: what it stands for, and the words from start to end."""

    label: Label
    start: int
    end: int


class PhraseBook(Generic[Label]):
    """Phrases with what they stand for; looking them up costs a few reads a word."""

    def __init__(self, phrases: Mapping[Label, str], hiding: Mapping[Label, str]) -> None:
        """Both hold, for each label, phrases a line; words of a hiding one begin no phrase."""
        self._phrases = _table(phrases)
        self._hiding = _table(hiding)

    def find(self, words: Sequence[str]) -> list[Hit[Label]]:
        """Every phrase found, in order of its first word."""
        hidden = {
            (hit.label, index)
            for hit in _hits(self._hiding, words)
            for index in range(hit.start, hit.end)
        }
        return [hit for hit in _hits(self._phrases, words) if (hit.label, hit.start) not in hidden]


def _hits(
    table: Mapping[str, Sequence[_Phrase[Label]]], words: Sequence[str]
) -> Iterable[Hit[Label]]:
    begin = _first_word(words)
    for index, word in enumerate(words):
        for phrase in table.get(word, ()):
            if phrase.at_start and index > begin:
                continue
            end = _follow(words, index + 1, phrase.rest)
            if end is not None:
                yield Hit(phrase.label, index, end)


def _table(phrases: Mapping[Label, str]) -> dict[str, list[_Phrase[Label]]]:
    """The phrases by their first word."""
    table: dict[str, list[_Phrase[Label]]] = {}
    for label, block in phrases.items():
        for line in _lines(block):
            parts = line.split()
            at_start = parts[0] == "^"
            first, *rest = parts[at_start:]
            phrase = _Phrase(label, at_start, tuple(map(_part, rest)))
            for word in first.split("/"):
                table.setdefault(word, []).append(phrase)
    return table


def _lines(block: str) -> Iterable[str]:
    joined = re.sub(r"/\s*\n\s*", "/", block)
    return (line.strip() for line in joined.splitlines() if line.strip())


def _part(text: str) -> _Part:
    if text == "*":
        return _Part("gap", frozenset())
    if text == _END:
        return _Part("end", frozenset())
    if text.startswith("("):
        return _Part("maybe", frozenset(text[1:-1].split("/")))
    return _Part("one", frozenset(text.split("/")))


def _first_word(words: Sequence[str]) -> int:
    """The index of the first word that is more than a greeting or a filler."""
    index = 0
    while index < len(words) and words[index] in _PASSED_OVER:
        index += 1
    return index


def _follow(words: Sequence[str], at: int, parts: tuple[_Part, ...]) -> int | None:
    """The index after the phrase's rest, if the words from `at` are such, else None."""
    for done, part in enumerate(parts):
        if part.kind == "one":
            at = _past_commas(words, at)
            if at >= len(words) or words[at] not in part.words:
                return None
            at += 1
        elif part.kind == "maybe":
            at += at < len(words) and words[at] in part.words
        elif part.kind == "end":
            return at if all(word in ".,?" for word in words[at:]) else None
        else:
            return _after_gap(words, at, parts[done + 1 :])
    return at


def _past_commas(words: Sequence[str], at: int) -> int:
    while at < len(words) and words[at] == ",":
        at += 1
    return at


def _after_gap(words: Sequence[str], at: int, rest: tuple[_Part, ...]) -> int | None:
    for skipped in range(_LONGEST_GAP + 1):
        end = _follow(words, at + skipped, rest)
        if end is not None:
            return end
        if at + skipped >= len(words) or words[at + skipped] in _STOPS:
            return None
    return None
