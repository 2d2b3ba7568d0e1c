"""What the customer said since our last reply, understood: wishes, questions, details."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from msgspec import Struct

from agents.models.embedded import hints
from agents.models.embedded.choices import plates_of
from agents.models.embedded.exchange import Exchange
from agents.models.embedded.needs import needs_of
from agents.models.embedded.words import Words
from agents.ports import Scope
from agents.tools.said import children_alone, dates_in, offered_in, parties_in, times_in
from agents.understanding.contact import find_email, find_name, find_phone, find_place
from agents.understanding.dates import FoundDate
from agents.understanding.intents import Intent, read_intents
from agents.understanding.occasion import find_occasion
from bot.business.places import locate
from bot.messages import Message

_LOOKED_UP = frozenset({Intent.POLICY, Intent.SERVICE, Intent.EVENT_TYPES})
_SHORTEST_CITY = 3  # letters; "LA" is a word of other names too
_BARE_DAY = re.compile(r"(?:on |the )*\d{1,2}(?:st|nd|rd|th)?")
_FIRST = ("first", "former", "earlier", "1st one", "sooner")
_SECOND = ("second", "latter", "later one", "2nd one", "the later")


class Reading(Struct, frozen=True):
    """details: what note_details is told. days: each day named, ISO or in the customer's words.
    needs: diets and allergies. plates: {dish: plates}. asked: the questions for the owner's
    pages, in the customer's words. answering: the detail that was just asked for. offered: the
    days that our last reply named."""

    text: str
    intents: frozenset[Intent]
    details: dict[str, Any]
    days: tuple[str, ...]
    needs: tuple[str, ...]
    plates: dict[str, int]
    asked: tuple[str, ...]
    answering: str | None
    offered: tuple[date, ...]

    def wants(self, *intents: Intent) -> bool:
        return not self.intents.isdisjoint(intents)

    @property
    def understood(self) -> bool:
        return bool(self.intents or self.details or self.days or self.asked or self.plates)


def read(exchange: Exchange, scope: Scope, words: Words) -> Reading:
    """Reads the messages together; what was said later counts where both cannot."""
    said, asked = exchange.said, words.asked(exchange.reply)
    texts = [message.content for message in said]
    intents = frozenset(intent for text in texts for intent in read_intents(text))
    offered = sorted(offered_in(exchange.shown, scope.profile.zone))
    days = _days(said, offered, scope)
    needs = tuple(dict.fromkeys(n for text in texts for n in needs_of(text, scope.profile)))
    plates = plates_of(texts[-1], scope.profile) if texts else {}
    details = _details(exchange, scope, asked, intents)
    if len(days) == 1:
        details["event_date"] = days[0]
    if needs and not _only_asks(texts, needs):
        details["dietary"] = ", ".join(needs)
    if plates:
        details["message"] = "Dishes: " + ", ".join(f"{n} {key}" for key, n in plates.items())
    return Reading(
        text="\n".join(texts),
        intents=intents,
        details=details,
        days=days,
        needs=needs,
        plates=plates,
        asked=tuple(_questions(texts, bool(details), needs)),
        answering=asked,
        offered=tuple(offered),
    )


def _days(said: Sequence[Message], offered: Sequence[date], scope: Scope) -> tuple[str, ...]:
    """The days named; the last one alone where it takes another's place."""
    zone = scope.profile.zone
    found = [_day(day, offered) for day in dates_in(said, zone, offered)]
    if not found:
        choice = _pick(" ".join(message.content for message in said), offered)
        return (choice,) if choice else ()
    days = tuple(dict.fromkeys(found))
    corrected = any(
        read_intents(message.content) & {Intent.CHANGE, Intent.WAIT, Intent.NO} for message in said
    )
    apart = sum(1 for message in said if dates_in([message], zone)) > 1
    return days[-1:] if corrected or apart else days


def _day(found: FoundDate, offered: Sequence[date]) -> str:
    """A day as it is to be noted: "the 13th" is the 13th that was just offered."""
    if found.value and _BARE_DAY.fullmatch(found.text.lower()):
        fitting = [day for day in offered if day.day == found.value.day]
        if len(fitting) == 1:
            return str(fitting[0])
    return str(found.value) if found.value else found.text


def _pick(text: str, offered: Sequence[date]) -> str | None:
    """ "The first one", "the later": one of two days offered."""
    if len(offered) != 2:
        return None
    lowered = text.lower()
    if any(word in lowered for word in _FIRST):
        return str(min(offered))
    return str(max(offered)) if any(word in lowered for word in _SECOND) else None


def _details(
    exchange: Exchange, scope: Scope, asked: str | None, intents: frozenset[Intent]
) -> dict[str, Any]:
    details: dict[str, Any] = {}
    for message in exchange.said:
        details |= _contacts(message.content, scope, asked)
        if occasion := find_occasion(message.content):
            details["occasion"] = occasion
    details |= _party(exchange)
    times = times_in(exchange.said)
    if times and Intent.PERSON not in intents:
        details["event_time"] = times[-1].text
    return details


def _contacts(text: str, scope: Scope, asked: str | None) -> dict[str, str]:
    found = {
        "name": find_name(text, asked == "name"),
        "phone": find_phone(text, scope.profile.texting.countries[0]),
        "email": find_email(text),
        "location": _place(text, scope, asked == "location"),
    }
    return {slot: value for slot, value in found.items() if value}


def _place(text: str, scope: Scope, asked: bool) -> str | None:
    if place := find_place(text, asked):
        return place
    profile = scope.profile
    names = locate(profile.areas, profile.elsewhere.cities, text).names
    if len(names) == 1 and (asked or len(names[0]) > _SHORTEST_CITY):
        return names[0].title() if names[0].islower() else names[0]
    return None


def _party(exchange: Exchange) -> dict[str, int]:
    parties = parties_in(exchange.said, exchange.shown)
    if not parties:
        return {}
    party = parties[-1]
    if children_alone(party):
        return {"children": int(party.children or 0)}
    counts = {
        "guest_count": party.total,
        "adults": party.adults,
        "children": party.children,
    }
    return {slot: count for slot, count in counts.items() if count is not None}


def _only_asks(texts: Iterable[str], needs: Sequence[str]) -> bool:
    """Whether a diet is asked after, not told of: "anything without shellfish?"."""
    told = any(" allergy" in need or need[:1].isdigit() for need in needs)
    return not told and all(hints.is_question(text) for text in texts)


def _questions(texts: Iterable[str], noted: bool, needs: Sequence[str]) -> Iterable[str]:
    for text in texts:
        parts = hints.segments(text)
        for part in parts:
            found = read_intents(part)
            noting = noted and len(parts) == 1
            unknown = not found and hints.is_question(part) and not noting and not needs
            at_large = Intent.DIETARY in found and not needs
            if unknown or found & _LOOKED_UP or at_large:
                yield part
