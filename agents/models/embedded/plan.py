"""Which tools to call for what was said. Calls that another's result decides come in a later step;
each step plans anew from the messages, so that what is done is never done again."""

from collections.abc import Iterator, Mapping
from typing import Any

from agents.models.embedded.calls import (
    days_asked,
    diet_call,
    events_search,
    inquiry_call,
    quote_call,
    search_call,
)
from agents.models.embedded.contents import asks_what_suits
from agents.models.embedded.exchange import Call
from agents.models.embedded.hints import Hint
from agents.models.embedded.questions import goes_on, speaks_of_booking
from agents.models.embedded.state import MY_BOOKINGS, Result, State
from agents.models.embedded.told_before import still_so
from agents.understanding.intents import Intent

_MOST_NEEDS, _MOST_QUESTIONS = 3, 2
_LONGEST_REASON = 300
_CONTACTS = frozenset({"name", "phone", "email"})


def pending(state: State) -> list[Call]:
    """What is to be called now."""
    return [call for call, result in state.calls if result is None]


def planned(state: State) -> Iterator[Call]:
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
    details = _with_earlier_wishes(state, dict(reading.details)) | _new_count(state)
    if state.must_look:
        return
    if state.changes_booking:
        details = {slot: details[slot] for slot in _CONTACTS & details.keys()}
    if needs := still_so(state.exchange, reading, state.context, situation):
        details["dietary"] = "; ".join([*needs, *filter(None, [details.get("dietary")])])
    if details and situation.scope.name and "name" not in {**situation.details, **details}:
        details["name"] = situation.scope.name
    if details:
        yield Call("note_details", details)


def _with_earlier_wishes(state: State, details: dict[str, Any]) -> dict[str, Any]:
    """What more is wished for comes after what was noted before; dishes are chosen anew."""
    earlier, wish = state.situation.details.get("message"), state.reading.wish
    if earlier and wish and details.get("message") == wish:
        details["message"] = earlier if wish in earlier else f"{earlier}; {wish}"
    return details


def _new_count(state: State) -> dict[str, int]:
    """How many guests it is now, where the customer says by how many more or fewer."""
    more, noted = state.reading.more_guests, state.situation.details.get("guest_count")
    if more is None or noted is None:
        return {}
    calls = (done.call.arguments for done in reversed(state.exchange.done))
    # What this turn has noted already holds the change.
    if known := next((call for call in calls if "guest_count" in call), None):
        return {slot: known[slot] for slot in ("guest_count", "children") if slot in known}
    counts = {"guest_count": noted + more}
    if state.reading.more_children is not None:
        counts["children"] = (state.situation.details.get("children") or 0) + more
    return counts if min(counts.values()) >= 0 < counts["guest_count"] else {}


def _people(state: State) -> Iterator[Call]:
    """A person, where one is wanted or needed; and what the customer has with us."""
    if _asks_for_booking(state):
        yield MY_BOOKINGS
    if reason := _reason(state):
        yield Call("request_human", {"reason": reason})


def _asks_for_booking(state: State) -> bool:
    reading = state.reading
    if reading.lets_on(Hint.PAID):
        return False  # what is on the books tells nothing of what has come in
    tells = bool(reading.details) or reading.more_guests is not None
    if state.names_booking and state.collects and tells:
        return state.must_look or state.is_booked
    known = state.situation.scope.customer_id is not None
    if known and reading.lets_on(Hint.ABOUT_ME):
        return True
    return (
        reading.wants(Intent.MY_BOOKINGS, Intent.CANCEL_BOOKING)
        or (reading.wish is not None and not state.collects and known)
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
    if reading.lets_on(Hint.PAID):
        return f"The customer says that money was paid; please check it and confirm: {said}"
    if state.asks_to_forget:
        return f"The customer wants what we know of them erased: {said}"
    if context.accepts_person(reading):
        return f"The customer wants a person to answer: {said}"
    if context.spanish and context.offered_person and not reading.wants(Intent.NO):
        return f"The customer writes in Spanish: {said}"
    if reading.needs and reading.lets_on(Hint.GRAVE):
        return f"A serious allergy: {said}"
    return _reason_found(state, said)


def _reason_found(state: State, said: str) -> str | None:
    """Why a person is called for what the tools found, or did not."""
    if any(not result.get("known", True) for _, result in _diets(state)):
        return f"A dietary question that the menu does not answer: {said}"
    has_events = bool((state.exchange.result_of(MY_BOOKINGS) or {}).get("events"))
    if has_events and state.reading.wants(Intent.CANCEL_BOOKING):
        return f"The customer wants to call off: {said}"
    changes = state.reading.wants(Intent.CHANGE) and not (
        state.reading.details or _new_count(state)
    )
    if has_events and (changes or state.changes_booking):
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
    for need in state.needs[:_MOST_NEEDS]:
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
        and not (state.needs and asks_what_suits(question.text))
    ]


def wants_menu(state: State) -> bool:
    """Whether the dishes or their prices are to be told."""
    reading = state.reading
    unsized = reading.wants_price and not (
        reading.plates
        or (_sized(reading.details, state.situation.details) and not reading.names_dish)
    )
    asks_for_dishes = reading.wants(Intent.MENU) and not reading.asks_of_dish
    of_menu = (asks_for_dishes and not state.needs) or reading.asks_how_made
    return of_menu or unsized or reading.wants_child_price


def _sized(*details: Mapping[str, Any]) -> bool:
    return any("guest_count" in known for known in details)


def _diets(state: State) -> list[tuple[Call, Result]]:
    menu = state.situation.scope.profile.menu
    calls = [diet_call(menu, need) for need in state.needs[:_MOST_NEEDS]]
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
