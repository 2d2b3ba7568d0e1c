"""The size of the party as arguments give it, held against the customer's own words."""

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from msgspec import Struct

from agents.tools.hearing import Hearing, not_said
from agents.tools.said import children_alone, customers, is_reply, numbers_in, parties_in
from agents.understanding.party import Party
from agents.understanding.party_changes import find_change, find_change_of_children
from bot.business.wishes import Concern
from bot.messages import Message

_AMONG = re.compile(r"\b(of (them|those|whom|which|us|these)|includ\w+|among|out of)\b")
_BESIDE = re.compile(r"\b(plus|and another|additional\w*|extra|on top|besides|as well|more)\b")


class Guests(Struct, frozen=True):
    """How many come. adults and children are None where they were not told apart."""

    total: int
    adults: int | None = None
    children: int | None = None

    def slots(self) -> dict[str, int | None]:
        return {"guest_count": self.total, "adults": self.adults, "children": self.children}


def hear_guests(
    hearing: Hearing, given: Mapping[str, int], noted: Mapping[str, Any]
) -> Guests | Concern:
    """The party meant. given, noted: adults, children, guest_count, each where it is there."""
    said = parties_in(hearing.newest, hearing.asked)
    alone = not said or children_alone(said[-1])
    if alone and noted.get("guest_count") and (now := _children_changed(hearing, given, noted)):
        return now
    if not said:
        return _changed(hearing, given, noted) or _from_before(hearing, given, noted)
    if children_alone(said[-1]) and noted.get("guest_count"):
        return _with_children(hearing, int(said[-1].children or 0), noted)
    party = _understood(said[-1], noted)
    if not _agrees(given, party, said[-1]):
        return _ask_how_many({_total(given, noted), party.total})
    return _told_apart(party, given, _figures(hearing.newest))


def _changed(
    hearing: Hearing, given: Mapping[str, int], noted: Mapping[str, Any]
) -> Guests | Concern | None:
    """So many more or fewer than are noted ("add 10 people"); None where nothing of it was said,
    or it is noted already."""
    changes = [more for m in hearing.newest if (more := find_change(m.content)) is not None]
    total = noted.get("guest_count")
    if not changes or total is None or _total(given, noted) == total:
        return None
    now = total + changes[-1]
    if now < 1 or _total(given, noted) != now:
        return _ask_how_many({_total(given, noted), *([now] if now > 0 else [])})
    children = noted.get("children")
    return Guests(now, now - children, children) if children and children < now else Guests(now)


def _children_changed(
    hearing: Hearing, given: Mapping[str, int], noted: Mapping[str, Any]
) -> Guests | Concern | None:
    """So many children more or fewer than are noted ("add 3 kids"); None where none were."""
    changes = [find_change_of_children(message.content) for message in hearing.newest]
    more = next((change for change in reversed(changes) if change is not None), None)
    if more is None:
        return None
    total, known = int(noted["guest_count"]), noted.get("children") or 0
    adults, now = total - known, known + more
    if given.get("children", now) == known and given.get("guest_count", total) == total:
        now = known  # it is noted already
    elif now < 0 or dict(given) != {**given, **_as_given(given, adults + now, now)}:
        return _ask_how_many({adults + max(now, 0)})
    return Guests(adults + now, adults, now)


def _as_given(given: Mapping[str, int], total: int, children: int) -> dict[str, int]:
    """The new figures, as far as they are given at all."""
    figures = {"guest_count": total, "children": children}
    return {slot: count for slot, count in figures.items() if slot in given}


def _understood(party: Party, noted: Mapping[str, Any]) -> Guests:
    """What was said, with the children known before where only adults were counted now."""
    total, adults, children = party.total or 0, party.adults, party.children
    known = noted.get("children")
    if adults is not None and adults == total and children is None and known:
        return Guests(adults + known, adults, known)
    if adults is None and children is None and total == noted.get("guest_count"):
        return Guests(total, noted.get("adults"), known)  # "still 33"
    return Guests(total, adults, children)


def _agrees(given: Mapping[str, int], party: Guests, said: Party) -> bool:
    low, high = said.low or party.total, max(said.high or 0, party.total)
    count = given.get("guest_count")
    if count is not None and not low <= count <= high and count != said.total:
        return False
    for part in ("adults", "children"):
        known = getattr(party, part)
        if part in given and known is not None and given[part] != known:
            return False
    parts = given.get("adults", 0) + given.get("children", 0)
    return low <= parts <= high if "adults" in given and "children" in given else True


def _figures(messages: Iterable[Message]) -> set[int]:
    """The numbers named: "22 grown-ups and eight under 12"."""
    return {number for message in messages for number in numbers_in(message.content)}


def _told_apart(party: Guests, given: Mapping[str, int], said: Collection[int]) -> Guests:
    adults, children = given.get("adults"), given.get("children")
    if party.children is not None or adults is None or adults + (children or 0) != party.total:
        return party
    # How many are children changes the price: a split must hold the customer's figure.
    return Guests(party.total, adults, children) if not children or children in said else party


def _with_children(hearing: Hearing, children: int, noted: Mapping[str, Any]) -> Guests | Concern:
    """So many children: among the guests that are noted, or beside them?"""
    text = " ".join(message.content.lower() for message in hearing.newest)
    total = int(noted["guest_count"])
    if _AMONG.search(text) and children <= total:
        return Guests(total, total - children, children)
    if noted.get("adults") is not None:
        return Guests(noted["adults"] + children, noted["adults"], children)
    if _BESIDE.search(text):
        return Guests(total + children, total, children)
    message = (
        f"Are the {children} children among the {total} guests, or do they come on top "
        f"({total + children} in all)?"
    )
    return Concern("children", "ambiguous", message, (str(total), str(total + children)))


def _from_before(
    hearing: Hearing, given: Mapping[str, int], noted: Mapping[str, Any]
) -> Guests | Concern:
    """Nothing of guests was said just now: only what is known from before may be passed."""
    total = _total(given, noted)
    if total not in _known_from_before(hearing, noted):
        return not_said("guest_count")
    known = Guests(total)
    if total == noted.get("guest_count"):
        known = Guests(total, noted.get("adults"), noted.get("children"))
    return _told_apart(known, given, _figures(hearing.earlier))


def _known_from_before(hearing: Hearing, noted: Mapping[str, Any]) -> set[int | None]:
    """The totals that the customer named, or agreed to where a reply named just one."""
    known: set[int | None] = {noted.get("guest_count")}
    for party in parties_in(customers(hearing.earlier)):
        known |= {party.total, party.low, party.high}
    replies = [message for message in hearing.earlier if is_reply(message)]
    return known | {party.total for party in parties_in(replies) if party.low is None}


def _total(given: Mapping[str, int], noted: Mapping[str, Any]) -> int:
    if "guest_count" in given:
        return given["guest_count"]
    parts = {"adults": 0, "children": 0} | {
        part: noted[part] for part in ("adults", "children") if noted.get(part)
    }
    return sum({**parts, **given}.values())


def _ask_how_many(counts: set[int]) -> Concern:
    choices = [str(count) for count in sorted(counts)]
    if len(choices) == 1:
        message = f"Are there {choices[0]} guests in all, and how many of them are children?"
        return Concern("guest_count", "disagrees", message, tuple(choices))
    return Concern(
        "guest_count", "disagrees", f"How many guests: {' or '.join(choices)}?", tuple(choices)
    )
