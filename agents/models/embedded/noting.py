"""What was noted and what was refused, told back in a few words."""

from collections.abc import Iterator, Mapping
from datetime import date, time
from typing import Any

from agents.models.embedded import phrases
from agents.models.embedded.calls import CHOSEN
from agents.models.embedded.questions import asks_for_area, is_question, questions_in
from agents.models.embedded.state import State
from agents.models.embedded.words import Words
from agents.readback import where_text
from agents.understanding.intents import Intent
from bot.business.dates import clock_text, date_text, joined

_SAD = frozenset({"celebration of life"})
_PARTS_OF_GUESTS = frozenset({"adults", "children", "guest_count"})

Refusals = dict[str, Mapping[str, Any]]


def refusals(state: State) -> Refusals:
    """{slot: why its value was not simply taken} of this turn. What the customer is not told:
    that we misheard what they did not say."""
    told: Refusals = (state.result("note_details") or {}).get("refused", {})
    return {slot: why for slot, why in told.items() if why["code"] != "not_said"}


def refused_days(found: Refusals) -> list[str]:
    """The ISO dates offered instead of one that is noted for a person to look at."""
    why = found.get("event_date", {})
    days = [day for day in why.get("alternatives", ()) if _is_date(day)]
    return days if why.get("noted") and why.get("code") != "day_full" else []


def dates_named(why: Mapping[str, Any], state: State) -> str:
    """The days that a refusal offers, in words; empty where it offers none."""
    scope = state.situation.scope
    today = scope.profile.local(scope.received_at).date()
    days = [date.fromisoformat(day) for day in why.get("alternatives", ()) if _is_date(day)]
    return joined([date_text(day, today) for day in days], "or")


def _is_date(written: str) -> bool:
    return len(written) == len("2027-04-17") and written[4] == written[7] == "-"


def acknowledged(state: State, words: Words, *, event: bool, contact: bool) -> Iterator[str]:
    """Short words for what was noted: the name, and as said the event and how to reach them."""
    noted = (state.result("note_details") or {}).get("noted", {})
    before = state.exchange.reply
    if "name" in noted and "name" in state.reading.details:
        first_name = noted["name"].split()[0]
        yield words.fresh(phrases.THANKS_NAME, before, first_name=first_name)
    if event:
        yield from _of_event(noted, state, words)
    if contact and "phone" in noted:
        yield words.fresh(phrases.NOTED_NUMBER, before)
    elif contact and "email" in noted:
        yield words.fresh(phrases.NOTED_EMAIL, before)


def _of_event(noted: Mapping[str, Any], state: State, words: Words) -> Iterator[str]:
    before = state.exchange.reply
    occasion = noted.get("occasion", "")
    if occasion and occasion not in _SAD and not state.reading.wants(Intent.CHANGE):
        said = phrases.OCCASIONS.get(occasion, occasion)
        yield from _once(words.fill(phrases.NOTED_OCCASION[0], occasion=said), before)
    told = {*refusals(state), *_told_elsewhere(state)}
    taken = {slot: value for slot, value in noted.items() if slot not in told}
    if told_now := _event(taken, state):
        changed = state.reading.wants(Intent.CHANGE)
        ways = phrases.CHANGED if changed else phrases.GOT_IT
        yield words.fresh(ways, before, details=told_now)
    if dishes := _dishes(noted, state):
        yield words.fresh(phrases.NOTED_DISHES, before, dishes=dishes)
    if "dietary" in noted:
        yield words.fresh(phrases.NOTED_DIET, before, diet=_newly(noted["dietary"], state))
    if state.reading.wish and "message" in noted and not state.changes_booking:
        yield words.fresh(phrases.NOTED_WISH, before, wish=state.reading.wish)


def _dishes(noted: Mapping[str, Any], state: State) -> str:
    """The dishes just chosen, where nothing else in the reply tells of them."""
    told = state.reading.details.get("message", "")
    elsewhere = _PARTS_OF_GUESTS & noted.keys() or state.results("get_quote")
    chosen = "message" in noted and told.startswith(CHOSEN) and not elsewhere
    return told.removeprefix(CHOSEN).replace(",", " and") if chosen else ""


def _newly(dietary: str, state: State) -> str:
    """What of the needs noted was told just now; all of them, where that cannot be told apart."""
    told: str = state.reading.details.get("dietary", "")
    return told if told and dietary.endswith(told) else dietary


def _told_elsewhere(state: State) -> set[str]:
    """The slots that an answer in this reply names anyway."""
    told: set[str] = set()
    if any(result.get("available") for _, result in state.results("get_availability")):
        told |= {"event_date", *_PARTS_OF_GUESTS}
    if place_asked_after(state):
        told.add("location")
    if any("say" in result for _, result in state.results("get_quote")):
        told |= _PARTS_OF_GUESTS
    return told


def place_asked_after(state: State) -> str | None:
    """The place just noted, where the customer asks whether we come there."""
    place: str | None = (state.result("note_details") or {}).get("noted", {}).get("location")
    # Of a question beside the party's details no page is asked.
    questions = filter(is_question, questions_in(state.reading.text))
    texts = [*(each.text for each in state.reading.asked), *questions]
    asked = [text.lower() for text in texts if asks_for_area(text)]
    return place if place and any(place.lower() in text for text in asked) else None


def _once(sentence: str, before: str) -> Iterator[str]:
    if sentence not in before:
        yield sentence


def _event(noted: Mapping[str, Any], state: State) -> str:
    """ "25 guests on Saturday, April 17 at 6 pm in Pasadena", as far as noted now."""
    profile, now = state.situation.scope.profile, state.situation.scope.received_at
    parts: list[str] = []
    if _PARTS_OF_GUESTS & noted.keys():
        guests, dish = _guests(state.situation.details), state.reading.for_all
        parts.append(phrases.ALL_WITH.format(guests=guests, dish=dish) if dish else guests)
    if "event_date" in noted:
        day = date.fromisoformat(noted["event_date"])
        parts.append(f"on {date_text(day, profile.local(now).date())}")
    if "event_time" in noted:
        parts.append(f"at {clock_text(time.fromisoformat(noted['event_time']))}")
    if "location" in noted:
        parts.append(where_text(noted["location"]))
    told = " ".join(parts)
    return told[3:] if told.startswith(("on ", "in ", "at ")) else told


def _guests(details: Mapping[str, Any]) -> str:
    total, children = details.get("guest_count"), details.get("children")
    return f"{total} guests ({children} of them children)" if children else f"{total} guests"
