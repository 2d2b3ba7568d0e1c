"""Which tools to call for what was said. Calls that another's result decides come in a later step;
each step plans anew from the messages, so that what is done is never done again."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from agents.models.embedded.context import Context
from agents.models.embedded.exchange import Call, Exchange
from agents.models.embedded.hints import Hint, searchable
from agents.models.embedded.reading import Reading
from agents.ports import Situation
from agents.understanding.intents import Intent
from bot.business.dietary import named
from bot.business.menu import Menu

_COUNTS = ("guest_count", "adults", "children")
_MOST_NEEDS, _MOST_DAYS, _MOST_QUESTIONS = 3, 3, 2
_LONGEST_REASON, _LONGEST_QUESTION = 300, 300
_NOT_LOST = frozenset({Hint.SCORN, Hint.UNDECIDED, Hint.LEAVING, Hint.SMALL_TALK, Hint.OWN_PLACE})

Result = Mapping[str, Any]


@dataclass(frozen=True)
class State:
    """All that the answer to a turn follows from."""

    exchange: Exchange
    reading: Reading
    context: Context
    situation: Situation

    @cached_property
    def calls(self) -> tuple[tuple[Call, Result | None], ...]:
        """What is to be called in this turn, as far as it can be told yet, with what came of
        it; None: it is still to be called."""
        return tuple((call, self.exchange.result_of(call)) for call in _planned(self))

    def result(self, tool: str) -> Result | None:
        """The newest result of a tool in this turn."""
        done = (done.result for done in self.exchange.done if done.call.tool == tool)
        return next(done, None)

    def results(self, tool: str) -> list[tuple[Call, Result]]:
        """The calls of a tool that were to be made and were, with their results."""
        return [(call, result) for call, result in self.calls if call.tool == tool and result]

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
        understood = reading.intents or reading.details or reading.days or reading.asked
        hinted = self.context.spanish or reading.hints & _NOT_LOST
        return bool(reading.text.strip()) and not (understood or hinted)


def pending(state: State) -> list[Call]:
    """What is to be called now."""
    return [call for call, result in state.calls if result is None]


def _planned(state: State) -> Iterator[Call]:
    noting = list(_noting(state))
    yield from noting
    yield from _people(state)
    yield from _looking_up(state)
    if any(state.exchange.result_of(call) is None for call in noting):
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
        reading.wants(Intent.CHANGE) and not reading.details and _changes_booking(reading.text)
    )


def _changes_booking(text: str) -> bool:
    """Whether a change is of a booking that stands, not of what is being collected."""
    lowered = text.lower()
    return any(word in lowered for word in ("my booking", "our booking", "reservation", "resched"))


def _reason(state: State) -> str | None:
    """Why a person is called; None: nobody needs one."""
    reading, context, said = state.reading, state.context, _quoted(state.reading.text)
    bot_only = reading.lets_on(Hint.ABOUT_BOT)
    if reading.wants(Intent.COMPLAINT):
        return f"The customer complains: {said}"
    if reading.wants(Intent.PERSON) and not bot_only:
        return f"The customer asks for a person: {said}"
    if reading.lets_on(Hint.SCORN):
        return f"The customer is upset: {said}"
    if context.accepts_person(reading):
        return f"The customer wants a person to answer: {said}"
    if reading.needs and reading.lets_on(Hint.GRAVE):
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
    if reading.wants(Intent.COMPLAINT, Intent.OPT_OUT) or state.context.spanish:
        return
    for need in reading.needs[:_MOST_NEEDS]:
        yield _diet_call(state.situation.scope.profile.menu, need)
    if wants_menu(state):
        yield Call("get_menu", {})
    for question in _for_pages(state)[:_MOST_QUESTIONS]:
        yield _search(question)
        result = state.exchange.result_of(_search(question))
        if result and not result.get("passages") and (events := events_search(reading)):
            yield events


def events_search(reading: Reading) -> Call | None:
    """For a question that no page answers as it was put, but which is about an occasion."""
    occasion = reading.details.get("occasion")
    return _search(f"Do you cater {occasion} events?") if occasion else None


def _search(question: str) -> Call:
    return Call("search_knowledge", {"question": searchable(question)[:_LONGEST_QUESTION]})


def _for_pages(state: State) -> list[str]:
    """What neither a quote nor a look at the calendar answers anyway."""
    quoted = _sized(state.reading.details, state.situation.details)
    dated = bool(_days_asked(state))
    return [
        question.text
        for question in state.reading.asked
        if not ((question.priced and quoted) or (question.dated and dated))
    ]


def wants_menu(state: State) -> bool:
    """Whether the dishes or their prices are to be told."""
    reading = state.reading
    unsized = reading.wants_price and not _sized(reading.details, state.situation.details)
    return (reading.wants(Intent.MENU) and not reading.needs) or unsized


def _sized(*details: Mapping[str, Any]) -> bool:
    return any("guest_count" in known for known in details)


def _diet_call(menu: Menu, need: str) -> Call:
    plain = " ".join(word for word in need.split() if not word.isdigit())
    return Call("get_menu", {"diet" if named(menu.diet_words, plain) else "without": plain})


def _diets(state: State) -> list[tuple[Call, Result]]:
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
    if reading.wants_price and guests:
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


def failed(result: Result) -> bool:
    """Whether a tool could not be asked at all."""
    return result.get("error") in ("failed", "unknown_tool", "invalid")
