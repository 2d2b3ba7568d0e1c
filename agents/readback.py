"""The read-back: what the customer said, said again, so that a yes confirms just that."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from agents.ports import Situation
from agents.tools.said import digits_of, words_of
from agents.understanding.dates import find_dates, find_times
from agents.understanding.party import find_party
from bot.business.dates import clock_text, date_text
from bot.business.facts import render
from bot.business.places import locate
from bot.business.profile import Profile
from storage import details

CRITICAL = ("event_date", "guest_count", "location")
"""Without these read back, a yes means nothing."""

_ASKS_FOR_YES = re.compile(
    r"\b(right|correct|confirm\w*|accurate|send|submit|go ahead|proceed|book|all set|shall i"
    r"|should i|(look|sound)s? (good|right|fine)|ok|okay)\b",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"\b(\d[\d,]*)\s+(?:[a-z]+\s+)?(?:guests?|people|persons?)\b", re.IGNORECASE)
_LAST_DIGITS = 4


def read_back_text(noted: details.Details, profile: Profile) -> str:
    """One plain sentence with everything noted, and the question whether it is right."""
    values = details.values(noted)
    parts = [
        _when(values),
        _guests(values),
        values.get("location") and where_text(values["location"]),
        values.get("name") and f"for {values['name']}",
        values.get("phone") and f"phone {_phone(values['phone'])}",
        values.get("occasion") and f"occasion: {values['occasion']}",
        values.get("dietary") and f"dietary: {values['dietary']}",
    ]
    told = ", ".join(part for part in parts if part)
    return render(profile, profile.wording.read_back, details=told)


def _when(values: Mapping[str, Any]) -> str | None:
    if "event_date" not in values:
        return None
    day = date.fromisoformat(values["event_date"])
    # Always with its year: a read-back must not be open to two readings.
    text = f"{date_text(day, day)}, {day.year}"
    if "event_time" in values:
        text += f" at {clock_text(time.fromisoformat(values['event_time']))}"
    return text


def where_text(place: str) -> str:
    """ "In Pasadena", "at 12 Oak St"."""
    number, _, street = place.partition(" ")
    return f"at {place}" if number[:1].isdigit() and street[:1].isalpha() else f"in {place}"


def _guests(values: Mapping[str, Any]) -> str | None:
    if "guest_count" not in values:
        return None
    total, children = values["guest_count"], values.get("children")
    if not children:
        return f"{total} guests"
    return f"{total} guests, {children} of them children"


def _phone(number: str) -> str:
    """A North American number as people there write it, any other as it is."""
    if number.startswith("+1") and len(number) == len("+12135550142"):
        return f"({number[2:5]}) {number[5:8]}-{number[8:]}"
    return number


def read_back_of(text: str, situation: Situation, noted: details.Details) -> dict[str, int] | None:
    """The versions of what a reply reads back, whoever worded it; None: it is no read-back.

    Code looks for every critical value in the text, and for a question to which yes would mean
    them; a wrong or a second value, or a detail still missing, makes it none."""
    values, profile = details.values(noted), situation.scope.profile
    if situation.missing or not _asks_for_yes(text, profile):
        return None
    local = profile.local(situation.scope.received_at)
    if not (
        _tells_date(text, values, local)
        and _tells_guests(text, values)
        and tells_place(text, values["location"], profile)
    ):
        return None
    versions = details.versions(noted)
    told = [*CRITICAL, *(slot for slot in _others(values) if _tells(text, slot, values))]
    return {slot: versions[slot] for slot in told}


def _asks_for_yes(text: str, profile: Profile) -> bool:
    """Whether the reply asks for a yes to what it tells: its last question does, or it says
    "confirm", or it is worded as the owner words it."""
    questions = re.findall(r"[^.!?]*\?", text)
    asks = _ASKS_FOR_YES.search(questions[-1]) if questions else "confirm" in text.lower()
    owners = render(profile, profile.wording.read_back, details="\n").split("\n")
    return bool(asks) or any(part.strip(" .") and part.strip() in text for part in owners)


def _others(values: Mapping[str, Any]) -> list[str]:
    slots = ("event_time", "adults", "children", "name", "phone", "dietary")
    return [slot for slot in slots if slot in values]


def _tells_date(text: str, values: Mapping[str, Any], now: datetime) -> bool:
    found = find_dates(text, now)
    return bool(found) and all(str(date_.value) == values["event_date"] for date_ in found)


def _tells_guests(text: str, values: Mapping[str, Any]) -> bool:
    total = values["guest_count"]
    counted = {int(figures.replace(",", "")) for figures in _COUNTED.findall(text)}
    if counted - {values.get("adults"), values.get("children")}:
        return counted - {values.get("adults"), values.get("children")} == {total}
    party = find_party(text)
    return party is not None and party.total == total


def tells_place(text: str, place: str, profile: Profile) -> bool:
    """Whether a text names the place: all its words, or the same post code or city."""
    if words_of(place) <= words_of(text):
        return True
    named = locate(profile.areas, profile.elsewhere.cities, place).names
    return bool(named) and all(words_of(name) <= words_of(text) for name in named)


def same_place(one: str, other: str, profile: Profile) -> bool:
    """Whether one of the two tells the other, a city the address within it."""
    return tells_place(one, other, profile) or tells_place(other, one, profile)


def _tells(text: str, slot: str, values: Mapping[str, Any]) -> bool:
    value = values[slot]
    if slot == "event_time":
        return any(f"{found.value:%H:%M}" == value for found in find_times(text))
    if slot == "phone":
        return digits_of(value)[-_LAST_DIGITS:] in digits_of(text)
    return words_of(str(value)) <= words_of(text)
