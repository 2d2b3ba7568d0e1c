"""Finds how many guests a customer speaks of: totals, ranges, adults and children.

Number words alone do not tell (a price, an hour, an age and a street number are numbers too), so
this is a grammar: party_lexicon names the words, party_grammar the patterns, and here the
mentions of one message are added up or chosen between.
"""

import re
from dataclasses import dataclass, replace
from typing import NamedTuple

from agents.understanding.party_grammar import COUNT, Mention, PartyReading, read_party

MOST = 5_000
"""Figures above are no guest count of a caterer."""
_STRENGTH = {
    "total": 9, "change": 8, "make": 8, "instead": 8, "both": 7, "party": 7, "list": 7, "label": 7,
    "me": 5, "coming": 4, "us": 4, "for": 4, "self": 3, "verb": 2, "want": 1, "kids": 1, "about": 1,
    "bare": 1,
}  # fmt: skip
_CORRECTING = frozenset(
    "actually no nope wait sorry instead change make rather correction scratch oops now but"
    " update meant bump".split()
)
_PART = re.compile(rf"({COUNT})[-ohlzNqeiI%]*([pAKSOu^]?)|([SNJ])|(?:^|(?<=[,&]))(z)")
_BOUNDS = frozenset("+<>U")
_PAIRS = frozenset({"parents", "grandparents", "twins"})
_DIET_AFTER = re.compile(r"[ewb][bzlqh]{0,2}V")


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


def find_party(text: str, asked: bool = False) -> Party | None:
    """The party size the message states, or None.

    `asked` says that the guest count was just asked for, so that a bare "40 or so" is one.
    """
    reading = read_party(text, asked)
    if not reading.mentions:
        return None
    found = [
        (mention, party)
        for mention in reading.mentions
        if (party := _counted(mention)) and not _dietary(reading, mention, party)
    ]
    found = [(mention, _inclusive(reading, mention, party)) for mention, party in found]
    no_children = any(mention.rule == "none" for mention in reading.mentions)
    party = _chosen(reading, found, asked)
    if party and no_children and party.children is None:
        return replace(party, adults=party.total, children=0)
    return party


class _Part(NamedTuple):
    """One part of a sum: the least and the most it may be, its noun, and whether one-sided."""

    least: int
    most: int
    noun: str
    bounded: bool


def _counted(mention: Mention) -> Party | None:
    """Adds up one mention: its people, adults, children, and the speaker's own."""
    if mention.rule == "none":
        return None
    if mention.rule in ("both", "self"):
        return _party(mention, 2 if mention.rule == "both" else 1)
    parts = [_part(match, mention) for match in _PART.finditer(mention.letters)]
    if mention.rule == "instead":
        parts = parts[:1]  # "24, not 42"
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


def _dietary(reading: PartyReading, mention: Mention, party: Party) -> bool:
    """Whether it counts eaters of a kind, not the party: "2 people are vegetarian"."""
    after = mention.first + len(mention.tokens)
    small = (party.total or 0) < 10
    return small and _DIET_AFTER.match(reading.letters, after) is not None


def _chosen(reading: PartyReading, found: list[tuple[Mention, Party]], asked: bool) -> Party | None:
    """The party of a message with several mentions: the sum, the correction, or the plainest."""
    if not asked and len(found) == 1 and _may_be_hour(*found[0]):
        return None
    if len(found) < 2:
        return found[0][1] if found else None
    last = found[-1]
    if _corrects(reading, found[-2][0], last[0]) and last[1].children is None:
        return last[1]
    if last[0].rule == "bare":
        return _spread([party for _, party in found])
    best = max(found, key=lambda pair: _STRENGTH[pair[0].rule])
    others = [party for mention, party in found if mention is not best[0]]
    if told := next((party for party in others if _splits(best[1], party)), None):
        return told
    kids = next((party for party in others if party.children and not party.adults), None)
    if kids is None or best[1].children:
        return best[1]
    return _with_children(best[1], kids)


def _splits(whole: Party, party: Party) -> bool:
    """Whether it is the whole once more, told apart: "40 people. 25 adults, 15 kids"."""
    return whole.adults is None and party.children is not None and party.total == whole.total


def _spread(parties: list[Party]) -> Party:
    """ "Could be 20, could be 30"."""
    totals = [party.total or 0 for party in parties]
    span = parties[0].span[0], parties[-1].span[1]
    return Party(max(totals), None, None, min(totals), max(totals), span)


def _with_children(party: Party, kids: Party) -> Party:
    """Children told in another breath: added to adults, else they are among the total."""
    total, children = party.total or 0, kids.children or 0
    span = min(party.span[0], kids.span[0]), max(party.span[1], kids.span[1])
    if party.adults is not None:
        return replace(party, total=total + children, children=children, span=span)
    if children >= total:
        return party
    return replace(party, adults=total - children, children=children, span=span)


def _inclusive(reading: PartyReading, mention: Mention, party: Party) -> Party:
    """ "12 people, 3 kids included": the children are among the people."""
    after = mention.first + len(mention.tokens)
    word = reading.tokens[after].word if after < len(reading.tokens) else ""
    if word != "included" or not party.children or not party.adults:
        return party
    grown = party.adults - party.children
    return replace(party, total=party.adults, adults=grown) if grown > 0 else party


def _may_be_hour(mention: Mention, party: Party) -> bool:
    """ "Make it 7" or "around 6" alone may well be an hour."""
    plain = mention.rule in ("make", "about") and not set(mention.letters) & set("pAKu")
    return plain and (party.total or 0) <= 12


def _corrects(reading: PartyReading, one: Mention, two: Mention) -> bool:
    between = reading.tokens[one.first + len(one.tokens) : two.first + 1]
    return not _CORRECTING.isdisjoint(token.word for token in between)
