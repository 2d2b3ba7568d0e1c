"""What a request may look like: patterns of plain words, each with the handler it leads to."""

import re
from collections.abc import Callable, Iterable, Mapping

from msgspec import Struct

from agents.models.desk.talk import Steps, Talk
from agents.models.desk.words import Words, pattern

Groups = Mapping[str, str]
"""The named groups of a pattern as they were written; those that are not there are empty."""


class Rule(Struct, frozen=True):
    """tool: what it needs; who has not got it, passes the request on. run: the handler; None from
    it: the words only look alike. patterns: fit the whole of the request but for its courtesies."""

    tool: str
    run: Callable[[Talk, Groups], Steps | None]
    patterns: tuple[str, ...]


def rule(tool: str, run: Callable[[Talk, Groups], Steps | None], *patterns: str) -> Rule:
    return Rule(tool, run, patterns)


_FREE = frozenset({"text", "rest"})
_LEAD_IN = (
    r"(?:(?:(?:tell|show) me(?= (?:who|what|which|when|how|where)\b)|hey|hi|hello|okay|so|um|uh"
    r"|well|please|kindly|can you|could you|would you|will you|can i|could i|may i|i need you to"
    r"|i need to|i want to|i want you to|i would like to|i have to|let us|just|now|and|then"
    r"|also|hibachi|go ahead and|help me|thanks|great|perfect|cool|yes"
    r"|alright|actually|good morning|morning|oh|,|\.|!|:|-) )*"
)
_ENDING = r"(?: (?:please|thanks|thank you|asap|for now|right now|now|for me|real quick|quickly"
_ENDING += r"|\.|!|\?|,|okay|today please|then))*"


def core_of(words: Words) -> tuple[int, int]:
    """Where the request itself stands in plain words, without its courtesies."""
    plain = words.plain
    begun = pattern(_LEAD_IN).match(plain)
    start = begun.end() if begun else 0
    ended = pattern(rf"(.*?){_ENDING}").fullmatch(plain, start)
    end = ended.end(1) if ended else len(plain)
    return (start, end) if end > start else (0, len(plain))


def matching(rules: Iterable[Rule], talk: Talk) -> tuple[Rule, Steps] | None:
    """The first rule that fits, and its handler begun."""
    start, end = core_of(talk.words)
    for each in rules:
        for written in each.patterns:
            found = pattern(written).fullmatch(talk.words.plain, start, end)
            if found is None:
                continue
            steps = each.run(talk, _groups(talk.words, found, end))
            if steps is not None:
                return each, steps
    return None


def _groups(words: Words, found: re.Match[str], end: int) -> dict[str, str]:
    return {name: _group(words, found, name, end) for name in found.re.groupindex}


def _group(words: Words, found: re.Match[str], name: str, end: int) -> str:
    """A part as it was written; what somebody is to read keeps its last word and mark."""
    if found[name] is None:
        return ""
    until = len(words.plain) if name in _FREE and found.end(name) == end else found.end(name)
    return words.original(found.start(name), until)
