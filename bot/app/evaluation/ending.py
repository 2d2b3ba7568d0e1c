"""The database in the end: what a scenario says of it, and what is there."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, time
from typing import Any

from msgspec import Struct, structs
from sqlalchemy import Connection, func, select

from bot.app.evaluation.matching import agrees
from bot.app.evaluation.scenario import After, EventAfter, Scenario
from bot.app.evaluation.times import Hour
from storage import consent, days
from storage.tables import (
    ai_conversations,
    audit,
    bookings,
    leads,
    notes,
    outbox,
    proposals,
    settings,
)

_COLUMNS = {"guests": "guest_count", "date": "event_date", "time": "event_time"}
_PLURALS = {"inquiry": "inquiries", "booking": "bookings"}
_ASSIGNED = {"assigned": "assigned_name"}
_SHOWN = (
    *("status", "name", "phone", "event_date", "event_time", "guest_count", "children"),
    *("place", "dietary", "message", "needs_person", "assigned_name"),
)

Row = Mapping[str, Any]


class Ending(Struct, frozen=True):
    """What there is. leads, bookings: rows, oldest first. told: kinds of notices to staff."""

    leads: tuple[Row, ...]
    bookings: tuple[Row, ...]
    called: bool
    opted_out: bool
    told: tuple[str, ...]
    done: tuple[str, ...]
    settings: Mapping[str, Any]
    notes: tuple[str, ...]
    waiting: int
    days: Mapping[date, days.Day]


def read_ending(tx: Connection, scenario: Scenario) -> Ending:
    """Reads it."""
    asked = select(func.count()).where(ai_conversations.c.person_asked_at.is_not(None))
    notices = select(outbox.c.payload).where(outbox.c.address == "staff").order_by(outbox.c.id)
    changed = select(settings.c.path, settings.c.value).order_by(settings.c.id)
    waiting = select(func.count()).where(proposals.c.status == "open")
    return Ending(
        leads=_rows(tx, leads),
        bookings=_rows(tx, bookings),
        called=tx.execute(asked).scalar_one() > 0,
        opted_out=consent.opted_out(tx, scenario.customer.phone),
        told=tuple(_kind(payload or {}) for payload in tx.execute(notices).scalars()),
        done=tuple(tx.execute(select(audit.c.action).order_by(audit.c.id)).scalars()),
        settings={path: _bare(value) for path, value in tx.execute(changed)},
        notes=tuple(tx.execute(select(notes.c.text).order_by(notes.c.id)).scalars()),
        waiting=tx.execute(waiting).scalar_one(),
        days={each.date: days.on(tx, each.date) for each in scenario.after.days},
    )


def _rows(tx: Connection, table: Any) -> tuple[Row, ...]:
    return tuple(dict(row) for row in tx.execute(select(table).order_by(table.c.id)).mappings())


def _bare(value: Any) -> Any:
    """A setting's value without what it is wrapped in."""
    return value["is"] if isinstance(value, dict) and value.keys() == {"is"} else value


def _kind(payload: Mapping[str, Any]) -> str:
    return str(payload.get("notice", ""))


def faults_of(scenario: Scenario, ending: Ending) -> Iterator[str]:
    """How the end differs from what the scenario says of it."""
    after = scenario.after
    yield from _of_leads(scenario, ending)
    if after.bookings is not None or len(ending.bookings) != len(scenario.given.bookings):
        yield from _of_list("booking", after.bookings or (), ending.bookings)
    if after.person_called != "any" and ending.called != (after.person_called == "yes"):
        yield "a person was called, and none was to be" if ending.called else "no person was called"
    if ending.opted_out != (after.opted_out == "yes"):
        yield "the customer is opted out" if ending.opted_out else "the customer is not opted out"
    yield from (f"staff were not told: {kind}" for kind in after.told if kind not in ending.told)
    yield from _of_deeds(after, ending)
    yield from _of_days(after, ending)


def _of_leads(scenario: Scenario, ending: Ending) -> Iterator[str]:
    after = scenario.after
    if after.leads is not None:
        yield from _of_list("inquiry", after.leads, ending.leads)
        return
    made = ending.leads[len(scenario.given.leads) :]
    if after.lead == "any":
        return
    wanted = () if after.lead == "none" else (after.lead,)
    yield from _of_list("inquiry", wanted, made)


def _of_list(what: str, wanted: Sequence[EventAfter], found: Sequence[Row]) -> Iterator[str]:
    if len(wanted) != len(found):
        shown = "; ".join(in_words(row) for row in found)
        there = f"{len(found) or 'no'} {what if len(found) == 1 else _PLURALS[what]}"
        yield f"{there}, not {len(wanted) or 'none'}" + (f": {shown}" if shown else "")
        return
    for one, row in zip(wanted, found, strict=True):
        yield from (f"{what}: {fault}" for fault in _of_event(one, row))


def _of_event(wanted: EventAfter, row: Row) -> Iterator[str]:
    for field in wanted.__struct_fields__:
        value = getattr(wanted, field)
        if value is None:
            continue
        found = row.get({**_COLUMNS, **_ASSIGNED}.get(field, field))
        value = value.value if isinstance(value, Hour) else value
        same = found == value if isinstance(value, date | time) else agrees(value, found)
        if not same:
            yield f"{field} is {found}, not {value}"


def _of_deeds(after: After, ending: Ending) -> Iterator[str]:
    if (missing := [each for each in after.done if each not in ending.done]) or (
        len(ending.done) != len(after.done)
    ):
        told = ", ".join(ending.done) or "nothing"
        yield f"done: {told}; not {', '.join(missing or after.done) or 'nothing'}"
    for path, value in after.settings.items():
        if not agrees(value, ending.settings.get(path)):
            yield f"setting {path} is {ending.settings.get(path)}, not {value}"
    for phrase in after.notes:
        if not any(phrase.is_in(text) for text in ending.notes):
            yield f"no note says: {phrase.written}"
    if ending.waiting != after.proposals_open:
        yield f"{ending.waiting} proposals wait, not {after.proposals_open}"


def _of_days(after: After, ending: Ending) -> Iterator[str]:
    for wanted in after.days:
        day = ending.days[wanted.date]
        found = {"blocked": day.blocked, "booked": day.booked, "capacity": day.capacity}
        for field, value in found.items():
            expected = getattr(wanted, field)
            if expected is not None and not agrees(expected, value):
                yield f"{wanted.date}: {field} is {value}, not {expected}"


def expectations(after: After) -> Iterator[str]:
    """What is wanted of the end, in words."""
    for name in after.__struct_fields__:
        value = getattr(after, name)
        if value in ((), {}, None, 0) or (name == "opted_out" and value == "no"):
            continue
        yield f"{name.replace('_', ' ')}: {_written(value)}"


def _written(value: Any) -> str:
    if isinstance(value, Struct):
        named = {key: each for key, each in structs.asdict(value).items() if each is not None}
        return ", ".join(f"{key} {_written(each)}" for key, each in named.items())
    if isinstance(value, Hour):
        return f"{value.value:%H:%M}"
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {each}" for key, each in value.items())
    if isinstance(value, tuple):
        return "; ".join(_written(each) for each in value)
    return str(getattr(value, "written", value))


def shown(ending: Ending) -> Iterator[str]:
    """What is there in the end, in words."""
    yield from (f"inquiry: {in_words(row)}" for row in ending.leads)
    yield from (f"booking: {in_words(row)}" for row in ending.bookings)
    if ending.called:
        yield "a person was called"
    if ending.opted_out:
        yield "the customer is opted out"
    yield from _counted("staff were told", ending.told)
    yield from _counted("done", ending.done)


def _counted(what: str, kinds: Iterable[str]) -> Iterator[str]:
    if told := ", ".join(kind for kind in dict.fromkeys(kinds) if kind):
        yield f"{what}: {told}"


def in_words(row: Row) -> str:
    """A row as people read it."""
    return ", ".join(
        f"{name.removeprefix('event_').replace('_', ' ')} {row[name]}"
        for name in _SHOWN
        if row.get(name) not in (None, "", False)
    )
