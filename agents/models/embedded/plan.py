"""Which tools to call for what was said. Calls that another's result decides come in a later step;
each step plans anew from the messages, so that what is done is never done again."""

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from agents.models.embedded import hints
from agents.models.embedded.context import Context
from agents.models.embedded.exchange import Call, Exchange
from agents.models.embedded.reading import Reading
from agents.ports import Situation
from agents.understanding.intents import Intent
from bot.business.dietary import named
from bot.business.menu import Menu

_COUNTS = ("guest_count", "adults", "children")
_MOST_NEEDS, _MOST_DAYS, _MOST_QUESTIONS = 3, 3, 2
_LONGEST_REASON, _LONGEST_QUESTION = 300, 300


class State(Struct, frozen=True):
    """All that a turn's answer follows from."""

    exchange: Exchange
    reading: Reading
    context: Context
    situation: Situation

    def result(self, tool: str) -> dict[str, Any] | None:
        """The newest result of a tool in this turn."""
        done = (done.result for done in self.exchange.done if done.call.tool == tool)
        return next(done, None)

    def results(self, tool: str) -> list[tuple[Call, dict[str, Any]]]:
        """The wanted calls of a tool that were carried out, with their results."""
        wanted = [call for call in planned(self) if call.tool == tool]
        found = ((call, self.exchange.result_of(call)) for call in wanted)
        return [(call, result) for call, result in found if result is not None]

    @property
    def confirmed(self) -> bool:
        """Whether the customer said yes to the details as they stand, and they are not sent."""
        situation = self.situation
        open_lead = situation.lead == "open"
        return situation.read_back == "confirmed" and not situation.missing and not open_lead

    @property
    def lost(self) -> bool:
        """Whether nothing at all was understood."""
        reading = self.reading
        return not (
            reading.understood
            or not reading.text.strip()
            or self.context.spanish
            or hints.is_scornful(reading.text)
            or hints.is_undecided(reading.text)
            or hints.is_leaving(reading.text)
            or hints.is_small_talk(reading.text)
        )


def pending(state: State) -> list[Call]:
    """What is to be called now."""
    return [call for call in planned(state) if state.exchange.result_of(call) is None]


def planned(state: State) -> Iterator[Call]:
    """All that is to be called in this turn, as far as it can be told yet."""
    yield from _noting(state)
    yield from _people(state)
    yield from _looking_up(state)
    if any(state.exchange.result_of(call) is None for call in _noting(state)):
        return  # the rest depends on what is noted
    yield from _counting(state)
    yield from _sending(state)


def _noting(state: State) -> Iterator[Call]:
    reading, situation = state.reading, state.situation
    details = dict(reading.details)
    if details and situation.scope.name and "name" not in {**situation.details, **details}:
        details["name"] = situation.scope.name
    if details:
        yield Call("note_details", details)


def _people(state: State) -> Iterator[Call]:
    """A person, where one is wanted or needed; and what the customer has with us."""
    if _asks_for_booking(state):
        yield Call("my_bookings", {})
    if reason := _reason(state):
        yield Call("request_human", {"reason": reason})


def _asks_for_booking(state: State) -> bool:
    reading = state.reading
    return reading.wants(Intent.MY_BOOKINGS, Intent.CANCEL_BOOKING) or (
        reading.wants(Intent.CHANGE) and not reading.details and changes_booking(reading.text)
    )


def changes_booking(text: str) -> bool:
    """Whether a change is of a booking that stands, not of what is being collected."""
    lowered = text.lower()
    return any(word in lowered for word in ("my booking", "our booking", "reservation", "resched"))


def _reason(state: State) -> str | None:
    """Why a person is called; None: nobody needs one."""
    reading, context, said = state.reading, state.context, _quoted(state.reading.text)
    bot_only = hints.asks_whether_bot(reading.text)
    if reading.wants(Intent.COMPLAINT):
        return f"The customer complains: {said}"
    if reading.wants(Intent.PERSON) and not bot_only:
        return f"The customer asks for a person: {said}"
    if hints.is_scornful(reading.text):
        return f"The customer is upset: {said}"
    if context.accepts_person(reading):
        return f"The customer wants a person to answer: {said}"
    if reading.needs and hints.is_grave(reading.text):
        return f"A serious allergy: {said}"
    return _reason_found(state, said)


def _reason_found(state: State, said: str) -> str | None:
    """Why a person is called for what the tools found, or did not."""
    if any(not result.get("known", True) for _, result in _diets(state)):
        return f"A dietary question that the menu does not answer: {said}"
    has_events = bool((state.exchange.result_of(Call("my_bookings", {})) or {}).get("events"))
    if has_events and state.reading.wants(Intent.CANCEL_BOOKING):
        return f"The customer wants to call off: {said}"
    if has_events and state.reading.wants(Intent.CHANGE) and not state.reading.details:
        return f"The customer wants to change a booking: {said}"
    if state.lost and state.context.offered_person and not state.situation.person_asked:
        return f"Not understood: {said}"
    return None


def _quoted(text: str) -> str:
    return " ".join(text.split())[:_LONGEST_REASON]


def _looking_up(state: State) -> Iterator[Call]:
    reading = state.reading
    for need in reading.needs[:_MOST_NEEDS]:
        yield _diet_call(state.situation.scope.profile.menu, need)
    if wants_menu(state):
        yield Call("get_menu", {})
    if not (state.context.spanish or reading.wants(Intent.OPT_OUT)):
        for question in reading.asked[:_MOST_QUESTIONS]:
            asked = hints.searchable(question)[:_LONGEST_QUESTION]
            yield Call("search_knowledge", {"question": asked})


def wants_menu(state: State) -> bool:
    """Whether the dishes or their prices are to be told."""
    reading = state.reading
    unsized = wants_price(reading) and not _sized(reading.details, state.situation.details)
    return (reading.wants(Intent.MENU) and not reading.needs) or unsized


def wants_price(reading: Reading) -> bool:
    """Whether a price is asked for; "too expensive" asks for none."""
    complains = hints.is_leaving(reading.text) and not hints.is_question(reading.text)
    return reading.wants(Intent.PRICE) and not complains


def _sized(*details: Mapping[str, Any]) -> bool:
    return any("guest_count" in known for known in details)


def _diet_call(menu: Menu, need: str) -> Call:
    plain = " ".join(word for word in need.split() if not word.isdigit())
    return Call("get_menu", {"diet" if named(menu.diet_words, plain) else "without": plain})


def _diets(state: State) -> list[tuple[Call, dict[str, Any]]]:
    menu = state.situation.scope.profile.menu
    calls = [_diet_call(menu, need) for need in state.reading.needs[:_MOST_NEEDS]]
    found = ((call, state.exchange.result_of(call)) for call in calls)
    return [(call, result) for call, result in found if result is not None]


def _counting(state: State) -> Iterator[Call]:
    """Whether a day has room, and what the party costs."""
    details, reading = state.situation.details, state.reading
    guests = details.get("guest_count")
    for day in _days_asked(state):
        sized = {"guest_count": guests} if guests else {}
        yield Call("get_availability", {"date": day, **sized})
    if wants_price(reading) and guests:
        yield Call("get_quote", _party(state))


def _days_asked(state: State) -> tuple[str, ...]:
    reading, noted = state.reading, state.situation.details.get("event_date")
    if len(reading.days) > 1:
        return reading.days[:_MOST_DAYS]
    if not reading.wants(Intent.AVAILABILITY):
        return ()
    return reading.days or ((noted,) if noted else ())


def _party(state: State) -> dict[str, Any]:
    details, plates = state.situation.details, state.reading.plates
    party = {slot: details[slot] for slot in _COUNTS if details.get(slot) is not None}
    if party.get("adults") is not None:
        party.pop("guest_count", None)
    if "location" in details:
        party["location"] = details["location"]
    adults = party.get("adults", party.get("guest_count", 0) - party.get("children", 0))
    return party | ({"proteins": plates} if plates and sum(plates.values()) <= adults else {})


def _sending(state: State) -> Iterator[Call]:
    """The inquiry, once the customer said yes to just what is noted."""
    done = any(done.call.tool == "create_booking_inquiry" for done in state.exchange.done)
    if not (state.confirmed or done):
        return
    details, scope = state.situation.details, state.situation.scope
    if {"guest_count", "event_date", "location"} <= details.keys():
        yield Call(
            "create_booking_inquiry",
            {
                "name": details.get("name") or scope.name or "",
                "phone": details.get("phone") or scope.phone or "",
                "guest_count": details["guest_count"],
                "event_date": details["event_date"],
                "location": details["location"],
            },
        )
