"""A date or a time as an argument gives it, held against the customer's own words.

The model does no date arithmetic: what it passes, ISO or words, must be what code understands of
what was said. Where the two differ, or what was said can mean two days, the customer is asked.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, time

from msgspec import Struct

from agents.tools.said import (
    agreed_to,
    before,
    customers,
    dates_in,
    last_reply,
    meant_among,
    offered_in,
    same_time,
    since_reply,
    times_in,
)
from agents.understanding.dates import FoundDate, find_dates, find_times
from bot.business.dates import clock_text, date_text, joined
from bot.business.scope import Scope
from bot.business.wishes import Concern
from bot.messages import Message


class Hearing(Struct, frozen=True):
    """What was said, and when. newest: the customer's messages since the last reply. earlier:
    their words before, and the replies that they agreed to. asked: the last reply. now: local."""

    newest: list[Message]
    earlier: list[Message]
    asked: Message | None
    now: datetime

    @property
    def offered(self) -> set[date]:
        """The days that the customer was just told of."""
        return offered_in(self.asked, self.now.tzinfo)

    @property
    def all_customers(self) -> list[Message]:
        return customers(self.earlier) + self.newest


def hear(scope: Scope, messages: Sequence[Message]) -> Hearing:
    """What of the conversation a tool may take the customer by."""
    newest = since_reply(messages)
    now = scope.profile.local(scope.received_at)
    agreed = agreed_to(messages)
    earlier = [m for m in before(messages, newest) if m.role == "user" or m in agreed]
    return Hearing(newest, earlier, last_reply(messages), now)


def hear_date(hearing: Hearing, argument: str, noted: str | None = None) -> date | Concern:
    """The day meant. noted: the one that stands, ISO. A Concern says what to ask back."""
    spoken_of = hearing.offered | ({date.fromisoformat(noted)} if noted else set())
    meant = _days_named(argument, hearing.now, spoken_of)
    if not meant:
        return Concern(
            "event_date",
            "not_understood",
            "This is no date. Pass the customer's own words, or ask for the date.",
        )
    zone = hearing.now.tzinfo
    said = dates_in(hearing.newest, zone, spoken_of)
    if said:
        return _agreed(hearing, meant, said)
    known = {str(found.value) for found in dates_in(hearing.earlier, zone)} | {noted}
    sure = [day for day in meant if str(day) in known]
    if len(sure) == 1:
        return sure[0]
    possible = [day for found in dates_in(hearing.earlier, zone) for day in found.choices]
    if len(meant) > 1 or meant[0] in possible:
        return _ask_which(hearing, [*meant, *(day for day in possible if meant[0] in possible)])
    return not_said("event_date")


def days_named(argument: str, hearing: Hearing) -> tuple[date, ...]:
    """The day that words or an ISO date name, or the days they can mean; none: no date."""
    return _days_named(argument, hearing.now, hearing.offered)


def _days_named(argument: str, now: datetime, spoken_of: Collection[date]) -> tuple[date, ...]:
    try:
        return (date.fromisoformat(argument),)
    except ValueError:
        found = find_dates(argument, now)
    return meant_among(found[0], spoken_of).choices if len(found) == 1 else ()


def _agreed(hearing: Hearing, meant: Sequence[date], said: Sequence[FoundDate]) -> date | Concern:
    exact = {found.value for found in said if found.value}
    agreed = exact.intersection(meant)
    if len(agreed) == 1:
        return agreed.pop()
    possible = {day for found in said for day in found.choices}
    if possible.intersection(meant):
        return _ask_which(hearing, possible)
    return _ask_which(hearing, possible.union(meant), code="disagrees")


def _ask_which(hearing: Hearing, days: Iterable[date], code: str = "ambiguous") -> Concern:
    choices = sorted(set(days))
    named = joined([date_text(day, hearing.now.date()) for day in choices], "or")
    message = f"Which date do you mean: {named}?"
    return Concern("event_date", code, message, tuple(map(str, choices)))


def hear_time(hearing: Hearing, argument: str, noted: str | None = None) -> time | Concern:
    """The local time of the start. noted: the one that stands, HH:MM."""
    found = find_times(argument)
    if not found:
        return Concern("event_time", "not_understood", "This is no time of day. Ask for the time.")
    meant = found[0].value
    said = times_in(hearing.newest)
    if any(same_time(meant, told) for told in said) or (not said and f"{meant:%H:%M}" == noted):
        return meant
    if said:
        named = [clock_text(moment) for moment in sorted({meant, *(t.value for t in said)})]
        message = f"What time do you mean: {joined(named, 'or')}?"
        return Concern("event_time", "disagrees", message, tuple(named))
    if any(same_time(meant, told) for told in times_in(hearing.earlier)):
        return meant
    return not_said("event_time")


def not_said(slot: str) -> Concern:
    """The model passed what nobody said."""
    message = "The customer has not said this. Pass their own words, or ask; never guess."
    return Concern(slot, "not_said", message)
