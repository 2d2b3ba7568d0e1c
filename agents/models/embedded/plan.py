"""Which tools to call for what was said. Calls that another's result decides come in a later step;
each step plans anew from the messages, so that what is done is never done again."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from agents.models.embedded.calls import (
    days_asked,
    diet_call,
    events_search,
    inquiry_call,
    quote_call,
    search_call,
)
from agents.models.embedded.context import Context
from agents.models.embedded.exchange import Call, Exchange
from agents.models.embedded.hints import Hint
from agents.models.embedded.questions import goes_on, moves_party, speaks_of_booking
from agents.models.embedded.reading import Reading
from agents.models.embedded.told_before import still_so
from agents.ports import Situation
from agents.understanding.intents import Intent

_MOST_NEEDS, _MOST_QUESTIONS = 3, 2
_LONGEST_REASON = 300
_CONTACTS = frozenset({"name", "phone", "email"})
_NOT_LOST = frozenset(Hint) - {
    Hint.QUESTION, Hint.REACHING_OUT, Hint.REQUEST, Hint.GRAVE, Hint.WISH,
}  # fmt: skip

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
    def changes_booking(self) -> bool:
        """Whether a party that stands is to be moved: nothing is being collected here."""
        collecting = {"event_date", "guest_count"} & self.situation.details.keys()
        wishes = self.reading.wants(Intent.CHANGE) and moves_party(self.reading.text)
        return wishes and not collecting

    @property
    def lost(self) -> bool:
        """Whether nothing at all was understood."""
        reading = self.reading
        told = reading.details or reading.days or reading.month
        hinted = self.context.spanish or reading.hints & _NOT_LOST
        understood = told or hinted or reading.intents or reading.asked
        return bool(reading.text.strip()) and not understood


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
    if state.changes_booking:
        details = {slot: details[slot] for slot in _CONTACTS & details.keys()}
    if needs := still_so(state.exchange, reading, state.context, situation):
        details["dietary"] = "; ".join([*needs, *filter(None, [details.get("dietary")])])
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
    return (
        reading.wants(Intent.MY_BOOKINGS, Intent.CANCEL_BOOKING)
        or (
            reading.wants(Intent.CHANGE) and not reading.details and speaks_of_booking(reading.text)
        )
        or state.changes_booking
    )


def _reason(state: State) -> str | None:
    """Why a person is called; None: nobody needs one."""
    reading, context, said = state.reading, state.context, _quoted(state.reading.text)
    bot_only = reading.lets_on(Hint.ABOUT_BOT) and not reading.lets_on(Hint.WISH)
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
    quiet = reading.wants(Intent.COMPLAINT, Intent.OPT_OUT) or reading.lets_on(Hint.SCORN)
    if quiet or state.context.spanish:
        return
    for need in reading.needs[:_MOST_NEEDS]:
        yield diet_call(state.situation.scope.profile.menu, need)
    if wants_menu(state):
        yield Call("get_menu", {})
    for question in _for_pages(state)[:_MOST_QUESTIONS]:
        yield search_call(question)
        result = state.exchange.result_of(search_call(question))
        if result and not result.get("passages") and (events := events_search(reading)):
            yield events


def _for_pages(state: State) -> list[str]:
    """What neither a quote nor a look at the calendar answers anyway."""
    quoted = _sized(state.reading.details, state.situation.details)
    dated = bool(days_asked(state.reading, state.situation.details))
    return [
        question.text
        for question in state.reading.asked
        if not ((question.priced and quoted) or (question.dated and dated))
        and not (state.reading.wants_child_price and goes_on(question.text))
    ]


def wants_menu(state: State) -> bool:
    """Whether the dishes or their prices are to be told."""
    reading = state.reading
    unsized = reading.wants_price and not (
        reading.plates
        or (_sized(reading.details, state.situation.details) and not reading.names_dish)
    )
    return (reading.wants(Intent.MENU) and not reading.needs) or (
        unsized or reading.wants_child_price
    )


def _sized(*details: Mapping[str, Any]) -> bool:
    return any("guest_count" in known for known in details)


def _diets(state: State) -> list[tuple[Call, Result]]:
    menu = state.situation.scope.profile.menu
    calls = [diet_call(menu, need) for need in state.reading.needs[:_MOST_NEEDS]]
    found = ((call, state.exchange.result_of(call)) for call in calls)
    return [(call, result) for call, result in found if result is not None]


def _counting(state: State) -> Iterator[Call]:
    """Whether a day has room, and what the party costs."""
    details, reading = state.situation.details, state.reading
    guests = details.get("guest_count")
    for day in days_asked(reading, details):
        party = {"guest_count": guests} if guests else {}
        yield Call("get_availability", {"date": day, **party})
    sized = guests or (reading.plates and reading.wants_price)
    if sized and (reading.wants_price or reading.wants_deposit) and not reading.wants_child_price:
        yield quote_call(details, reading.plates, reading.for_all)


def _sending(state: State) -> Iterator[Call]:
    """The inquiry, once the customer said yes to just what is noted."""
    done = any(done.call.tool == "create_booking_inquiry" for done in state.exchange.done)
    details = state.situation.details
    if (state.confirmed or done) and {"guest_count", "event_date", "location"} <= details.keys():
        yield inquiry_call(details, state.situation.scope)


def failed(result: Result) -> bool:
    """Whether a tool could not be asked at all."""
    return result.get("error") in ("failed", "unknown_tool", "invalid")
