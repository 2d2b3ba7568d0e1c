"""Finds how many guests a customer speaks of: totals, ranges, adults and children.

Number words alone do not tell (a price, an hour, an age and a street number are numbers too), so
this is a grammar: party_lexicon names the words, party_grammar the patterns, party_counts adds up
one mention, and here the mentions of one message are put together or chosen between.
"""

import re
from dataclasses import replace

from agents.understanding.party_changes import find_change
from agents.understanding.party_counts import Party, counted
from agents.understanding.party_grammar import Mention, PartyReading, read_party

__all__ = ["Party", "find_party"]

_STRENGTH = {
    "total": 9, "change": 8, "make": 8, "instead": 8, "rather": 8, "sum": 8, "both": 7, "party": 7,
    "list": 7, "label": 7, "parts": 7, "among": 7, "beside": 6, "me": 5, "except": 5, "within": 5,
    "coming": 4, "us": 4, "for": 4, "self": 3, "verb": 2, "is": 2, "near": 2, "now": 2, "dated": 2,
    "want": 1, "kids": 1, "about": 1, "bare": 1,
}  # fmt: skip
_CORRECTING = frozenset(
    "actually no nope wait sorry instead change make rather correction scratch oops now but"
    " update meant bump".split()
)
_BACK_TO = re.compile(
    r"(?:(?<=sorry )|(?<=sorry, )|(?<=actually )|(?<=actually, )|(?<=no )|(?<=no, )|(?<=ok )"
    r"|(?<=wait )|(?<=go )|^)back to (?=\d{2,3}\b(?! ?[ap]m|:))",
    re.IGNORECASE,
)
_DIET_AFTER = re.compile(r"[ewb][bzlqh]{0,2}V")


def find_party(text: str, asked: bool = False) -> Party | None:
    """The party size the message states, or None.

    `asked` says that the guest count was just asked for, so that a bare "40 or so" is one.
    """
    reading = read_party(_BACK_TO.sub("make it ", text), asked)  # as long as what it stands for
    if not reading.mentions:
        return None
    found = [
        (mention, party)
        for mention in reading.mentions
        if (party := counted(mention)) and not _dietary(reading, mention, party)
    ]
    found = [(mention, _inclusive(reading, mention, party)) for mention, party in found]
    no_children = any(mention.rule == "none" for mention in reading.mentions)
    party = _chosen(reading, found, asked)
    if party and party.total == abs(find_change(text) or 0):
        return None  # "add 10 people" tells by how many, not how many
    if party and no_children and party.children is None:
        return replace(party, adults=party.total, children=0)
    return party


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
    if last[0].tokens[0].word == "so":
        return last[1]  # "me, my husband and my in-laws, so 7"
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
    plain = mention.rule in ("make", "about", "is", "rather", "now", "dated") and not set(
        mention.letters
    ) & set("pAKu")
    return plain and (party.total or 0) <= 12


def _corrects(reading: PartyReading, one: Mention, two: Mention) -> bool:
    between = reading.tokens[one.first + len(one.tokens) : two.first + 1]
    return not _CORRECTING.isdisjoint(token.word for token in between)
