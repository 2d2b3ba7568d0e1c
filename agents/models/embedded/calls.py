"""The calls of single tools, with what was said and noted as their arguments."""

import re
from collections.abc import Mapping
from typing import Any

from agents.models.embedded.exchange import Call
from agents.models.embedded.questions import searchable
from agents.models.embedded.reading import Reading
from agents.understanding.intents import Intent
from bot.business.dietary import named
from bot.business.menu import Menu
from bot.business.scope import Scope

_COUNTS = ("guest_count", "adults", "children")
_MOST_DAYS = 3
_LONGEST_QUESTION = 300
CHOSEN = "Dishes: "
"""What a note of the dishes begins with."""
_CHOSEN = re.compile(r"Dishes: ([^;.\n]+)")
_FOR_ALL = re.compile(r"(\w+) for all")
_PLATES = re.compile(r"(\d{1,4}) (\w+)")

Details = Mapping[str, Any]


def diet_call(menu: Menu, need: str) -> Call:
    """need: as said, "2 vegan" or "no shellfish"; how many have it is no matter of the menu."""
    plain = " ".join(word for word in need.split() if not word.isdigit())
    return Call("get_menu", {"diet" if named(menu.diet_words, plain) else "without": plain})


def search_call(question: str) -> Call:
    return Call("search_knowledge", {"question": searchable(question)[:_LONGEST_QUESTION]})


def events_search(reading: Reading) -> Call | None:
    """For a question that no page answers as it was put, but which is about an occasion."""
    occasion = reading.details.get("occasion")
    return search_call(f"Do you cater {occasion} events?") if occasion else None


def days_asked(reading: Reading, noted: Details) -> tuple[str, ...]:
    """The days whose room is asked after: those named, else the one that is noted."""
    if len(reading.days) > 1:
        return reading.days[:_MOST_DAYS]
    if Intent.AVAILABILITY not in reading.intents:
        return ()
    return reading.days or ((noted["event_date"],) if "event_date" in noted else ())


def quote_call(noted: Details, plates: Mapping[str, int], for_all: str | None) -> Call:
    """plates: by dish; left out where they are more than the adults, and themselves the party
    where no other is known. for_all: the dish that all adults have."""
    party = {slot: noted[slot] for slot in _COUNTS if noted.get(slot) is not None}
    if plates and not party:
        party["guest_count"] = sum(plates.values())
    if party.get("adults") is not None:
        party.pop("guest_count", None)
    adults = party.get("adults", party.get("guest_count", 0) - party.get("children", 0))
    if "location" in noted:
        party["location"] = noted["location"]
    if not plates and not for_all:
        plates = _noted_plates(noted, adults)
    if for_all and adults:
        plates = {for_all: adults}
    if plates and sum(plates.values()) <= adults:
        party["proteins"] = plates
    return Call("get_quote", party)


def _noted_plates(noted: Details, adults: int) -> dict[str, int]:
    """The dishes that were chosen before, where they are one for each adult."""
    told = _CHOSEN.findall(noted.get("message", ""))
    if not told:
        return {}
    if all_have := _FOR_ALL.fullmatch(told[-1].strip()):
        return {all_have[1]: adults} if adults else {}
    plates = {key: int(count) for count, key in _PLATES.findall(told[-1])}
    return plates if sum(plates.values()) == adults else {}


def inquiry_call(noted: Details, scope: Scope) -> Call:
    """Just what the customer said yes to."""
    arguments = {slot: noted[slot] for slot in ("guest_count", "event_date", "location")}
    arguments["name"] = noted.get("name") or scope.name or ""
    arguments["phone"] = noted.get("phone") or scope.phone or ""
    return Call("create_booking_inquiry", arguments)
