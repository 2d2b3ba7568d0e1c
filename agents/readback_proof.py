"""Whether a reply reads back what is noted, whoever worded it, so that a yes to it can count.

A model may leave a value out, change one, add one, or ask something else in the same breath; the
customer's yes would then be to what is not noted. None of these is a read-back.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from agents.ports import Situation
from agents.readback import locked, told_text
from agents.readback_question import asks_for_yes
from agents.tools.contacts import read_phone
from agents.tools.diet import needs_in, tells_all
from agents.tools.places import names_another
from agents.tools.said import words_of
from agents.understanding.allergies import find_allergies
from agents.understanding.contact import find_place
from agents.understanding.dates import find_dates, find_times
from agents.understanding.party import find_party
from bot.business.places import locate
from bot.business.profile import Profile
from bot.business.scope import Scope
from storage import details

_TWISTING = re.compile(
    r"\b(?:not|no|never|instead|rather|except|wrong|but|unless|chang\w+|moved?|ignore|disregard"
    r"|forget|actually|was|were|previous\w*|former\w*|or)\b|n['’]t\b",
    re.IGNORECASE,
)
_DENIES_DIET = re.compile(
    r"\b(?:no|nobody|without|none|zero)\b(?! (?:other|others|more|further))[^.!?]*"
    r"\b(?:allerg\w+|diet\w*|restrictions?)",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\b(\d(?:[\d,]*\d)?)\s+(?:[a-z]+\s+)?(?:guests?|people|persons?)\b", re.IGNORECASE
)


def read_back_of(text: str, situation: Situation, noted: details.Details) -> dict[str, int] | None:
    """The versions of what a reply reads back; None: it is no read-back.

    It tells every locked slot and none otherwise than noted, and its only question is one to
    which a yes means them."""
    values, scope = details.values(noted), situation.scope
    own = told_text(values)
    now = scope.profile.local(scope.received_at)
    if situation.missing or not asks_for_yes(text, values, scope.profile, now):
        return None
    verbatim = own in text
    rest = text.replace(own, "") if verbatim else text
    if tells_otherwise(rest, values, scope):
        return None
    slots = locked(values, scope.phone)
    if not verbatim and not _tells_every(text, slots, values, scope.profile, now):
        return None
    versions = details.versions(noted)
    also = [slot for slot in ("adults", "phone") if verbatim and slot in values]
    return {slot: versions[slot] for slot in dict.fromkeys((*slots, *also))}


def tells_otherwise(text: str, values: Mapping[str, Any], scope: Scope) -> bool:
    """Whether it names a day, an hour, guests, a place, a phone or a need that is not noted."""
    profile, phone = scope.profile, scope.phone
    now = profile.local(scope.received_at)
    days = {str(found.value) for found in find_dates(text, now)}
    hours = {f"{found.value:%H:%M}" for found in find_times(text)}
    party = find_party(text)
    parts = {values["guest_count"], values.get("adults"), values.get("children")}
    phones = {None, phone, values.get("phone")}
    return (
        bool(days - {values["event_date"]})
        or bool(hours - {values.get("event_time")})
        or bool(_counts(text) - parts)
        or (party is not None and party.total not in parts)
        or (party is not None and party.children not in (None, values.get("children")))
        or names_another(text, values["location"], profile)
        or _names_elsewhere(text, values["location"], profile)
        or read_phone(text, profile.texting.countries) not in phones
        or not needs_in(text) <= needs_in(values.get("dietary", ""))
        or not tells_all(find_allergies(text), values.get("dietary", ""))
        or ("dietary" in values and _DENIES_DIET.search(text) is not None)
    )


def _names_elsewhere(text: str, noted: str, profile: Profile) -> bool:
    place = find_place(text, asked=False)
    return place is not None and not same_place(place, noted, profile)


def _counts(text: str) -> set[int]:
    return {int(figures.replace(",", "")) for figures in _COUNTED.findall(text)}


def _tells_every(
    text: str, slots: tuple[str, ...], values: Mapping[str, Any], profile: Profile, now: datetime
) -> bool:
    """Whether words that are not ours tell each of these slots, and turn none round."""
    dietary = values.get("dietary", "")
    if _TWISTING.search(text.replace(dietary, "") if dietary else text):
        return False
    told = {
        "event_date": bool(find_dates(text, now)),
        "guest_count": _tells_guests(text, values),
        "location": tells_place(text, values["location"], profile),
        "phone": read_phone(text, profile.texting.countries) == values.get("phone"),
        "event_time": bool(find_times(text)),
        "dietary": words_of(dietary) <= words_of(text) or _tells_diet(text, dietary),
        "name": words_of(values.get("name", "")) <= words_of(text),
        "children": words_of(str(values.get("children"))) <= words_of(text),
    }
    return all(told[slot] for slot in slots)


def _tells_guests(text: str, values: Mapping[str, Any]) -> bool:
    total, party = values["guest_count"], find_party(text)
    return total in _counts(text) or (party is not None and party.total == total)


def _tells_diet(text: str, dietary: str) -> bool:
    """In other words, where code knows both."""
    needs, told = needs_in(dietary), find_allergies(dietary)
    return bool(needs) and needs <= needs_in(text) and tells_all(told, text)


def tells_place(text: str, place: str, profile: Profile) -> bool:
    """Whether a text names the place: all its words, or the same post code or city."""
    if words_of(place) <= words_of(text):
        return True
    named = locate(profile.areas, profile.elsewhere.cities, place).names
    return bool(named) and all(words_of(name) <= words_of(text) for name in named)


def same_place(one: str, other: str, profile: Profile) -> bool:
    """Whether one of the two tells the other, a city the address within it."""
    return tells_place(one, other, profile) or tells_place(other, one, profile)
