"""All that the answer to a turn follows from, and what of it can be told at a glance."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from agents.models.embedded.contents import asks_what_suits
from agents.models.embedded.context import Context
from agents.models.embedded.exchange import Call, Exchange
from agents.models.embedded.hints import Hint
from agents.models.embedded.questions import moves_party, speaks_of_booking
from agents.models.embedded.reading import Reading
from agents.ports import Situation
from agents.understanding.diet import find_diet
from agents.understanding.intents import Intent

MY_BOOKINGS = Call("my_bookings", {})
_NOT_LOST = frozenset(Hint) - {
    Hint.QUESTION, Hint.REACHING_OUT, Hint.REQUEST, Hint.GRAVE, Hint.WISH,
}  # fmt: skip

Result = Mapping[str, Any]
Planner = Callable[["State"], Iterator[Call]]
"""What is to be called for a turn, as far as can be told by what was called already."""


@dataclass(frozen=True)
class State:
    """All that the answer to a turn follows from."""

    exchange: Exchange
    reading: Reading
    context: Context
    situation: Situation
    planner: Planner

    @cached_property
    def calls(self) -> tuple[tuple[Call, Result | None], ...]:
        """What is to be called in this turn, as far as it can be told yet, with what came of
        it; None: it is still to be called."""
        return tuple((call, self.exchange.result_of(call)) for call in self.planner(self))

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
        """Whether what staff keep is to be changed: what is collected here is no booking."""
        reading = self.reading
        told = {"event_date", "event_time", "guest_count", "location"} & reading.details.keys()
        wishes = self.names_booking or (self.context.told_booking and bool(told))
        if reading.wish is not None and not wishes:
            return self.is_booked
        return wishes and (not self.collects or self.is_booked)

    @property
    def names_booking(self) -> bool:
        """Whether a change is of a party that the customer says they have."""
        reading = self.reading
        changes = reading.wants(Intent.CHANGE) or reading.more_guests is not None
        named = moves_party(reading.text) or speaks_of_booking(reading.text)
        # "Two more people" is said of something.
        return changes and (named or (reading.more_guests is not None and not self.collects))

    @property
    def collects(self) -> bool:
        return bool({"event_date", "guest_count"} & self.situation.details.keys())

    @property
    def adds_to_nothing(self) -> bool:
        """Whether so many more are to come, and to no party that is known here."""
        found = self.exchange.result_of(MY_BOOKINGS) or {}
        adds = self.reading.more_guests is not None and not speaks_of_booking(self.reading.text)
        return adds and not self.collects and not found.get("events")

    @property
    def must_look(self) -> bool:
        """Whether it is to be found out first if what was collected here is a booking by now."""
        known = self.situation.scope.customer_id is not None
        collected = self.collects and self.situation.lead != "open" and not self.situation.missing
        # What is noted in this turn was looked up before it, where that was to be done.
        begun = any(d.call.tool in ("my_bookings", "note_details") for d in self.exchange.done)
        return self.names_booking and collected and known and not begun

    @property
    def is_booked(self) -> bool:
        """Whether a booking was found, and no mere inquiry."""
        found = self.exchange.result_of(MY_BOOKINGS) or {}
        return any(event["kind"] == "booking" for event in found.get("events", ()))

    @property
    def asks_to_forget(self) -> bool:
        """Whether what we know of the customer is to be forgotten."""
        return self.reading.lets_on(Hint.FORGET_ME) or self.context.forgets_told(self.reading)

    @property
    def needs(self) -> tuple[str, ...]:
        """The diets and allergies to look up: those spoken of now; where it is asked what somebody
        spoken of before can eat, those that are noted."""
        noted = self.situation.details.get("dietary") or ""
        known = find_diet(noted) if asks_what_suits(self.reading.text) else ()
        return self.reading.needs or known

    @property
    def lost(self) -> bool:
        """Whether nothing at all was understood."""
        reading = self.reading
        counted = reading.more_guests is not None
        told = reading.details or reading.days or reading.month or counted
        hinted = self.context.spanish or reading.hints & _NOT_LOST
        asked = [question for question in reading.asked if not question.wish]
        answered = any(done.result.get("passages") for done in self.exchange.done)
        understood = told or hinted or reading.intents or asked or answered
        return bool(reading.text.strip()) and not understood


def failed(result: Result) -> bool:
    """Whether a tool could not be asked at all."""
    return result.get("error") in ("failed", "unknown_tool", "invalid")
