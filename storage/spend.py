"""Spending on models, in micro-dollars: walls that concurrent calls cannot climb.

A call draws on its day's budget, on its agent's share of that day and on its conversation's. One
statement takes from all of them, so that the rows' locks decide who still fits in; everybody takes
them in one order, the day's first.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, Table, bindparam, func, insert, or_, select, union_all, update
from sqlalchemy.dialects import sqlite

from storage.budgets import Full, agent_budget, conversation_budget, day_budget
from storage.statement import Statement, postgres_insert
from storage.tables import budgets, model_calls
from storage.types import UtcDateTime

_ENDLESS = 2**62
_LONGEST_NAME, _LONGEST_REASON = 80, 80


class Call(Struct, frozen=True):
    """A call to a model that is about to be made. conversation_id, turn_id: None where it is work
    outside of them. reserved: micro-dollars it may cost at most."""

    conversation_id: int | None
    turn_id: int | None
    agent: str
    model: str
    day: date
    reserved: int
    created_at: datetime
    purpose: str = "chat"


class Ceilings(Struct, frozen=True):
    """What may be spent in all, in micro-dollars; None: as much as the day holds."""

    day: int
    agent: int | None = None
    conversation: int | None = None


class Settled(Struct, frozen=True):
    """What a call came to; tokens None where its server did not say. cost in micro-dollars. at:
    when its end was written down. failed: why no good answer came."""

    cost: int | None
    tokens_in: int | None = None
    tokens_cached: int | None = None
    tokens_out: int | None = None
    at: datetime | None = None
    failed: str | None = None


class Standing(Struct, frozen=True):
    """How a budget stands. alerted_at: when staff heard that it is nearly used up."""

    name: str
    micros: int
    ceiling: int
    alerted_at: datetime | None


class Held(Struct, frozen=True):
    """A call's reservation, and how its day stands with it; None: it takes nothing from it."""

    call_id: int
    day: Standing | None


class Corrected(Struct, frozen=True):
    """A call that cost more than was held for it, by so many micro-dollars, and how its budgets
    stand now, the day's first."""

    more: int
    budgets: tuple[Standing, ...]


_COLUMNS = ("name", "day", "micros", "ceiling")
_STANDING = [budgets.c[field] for field in Standing.__struct_fields__]


def _taking(insert: Callable[[Table], Any], many: int, *, listed: bool) -> Any:
    rows: list[Any] = [
        {name: bindparam(f"{name}_{n}", type_=budgets.c[name].type) for name in _COLUMNS}
        for n in range(many)
    ]
    if listed:
        first = insert(budgets).values(rows)
    else:
        # SQLAlchemy would compile a list of rows anew each time, which takes a millisecond.
        selected = union_all(*(select(*row.values()) for row in rows))
        first = insert(budgets).from_select(_COLUMNS, selected)
    grown = budgets.c.micros + first.excluded.micros
    return first.on_conflict_do_update(
        index_elements=["name"],
        set_={"micros": grown, "ceiling": first.excluded.ceiling, "day": first.excluded.day},
        where=grown <= first.excluded.ceiling,
    ).returning(*_STANDING)


def _taker(many: int) -> Statement:
    return Statement(
        _taking(sqlite.insert, many, listed=True),
        lambda: _taking(postgres_insert(), many, listed=False),
    )


_take = {many: _taker(many) for many in (2, 3)}
_add = Statement(insert(model_calls).returning(model_calls.c.id))


def reserve(tx: Connection, call: Call, ceilings: Ceilings) -> Held | Full:
    """Holds a call's cost against its budgets and writes the call down. Full: nothing is
    written. A call that costs nothing draws on none."""
    day = None
    if call.reserved:
        taken = _taken(tx, call, _drawn_on(call, ceilings))
        if isinstance(taken, Full):
            return taken
        day = taken
    row = {name: getattr(call, name) for name in call.__struct_fields__}
    row["model"] = call.model[:_LONGEST_NAME]
    return Held(_add.value(tx, **row), day)


def _taken(tx: Connection, call: Call, wanted: Mapping[str, int]) -> Standing | Full:
    for name, ceiling in wanted.items():
        if call.reserved > ceiling:
            return Full(name, ceiling)
    values: dict[str, Any] = {}
    for n, (name, ceiling) in enumerate(wanted.items()):
        row = (name, call.day, call.reserved, ceiling)
        values |= {f"{key}_{n}": value for key, value in zip(_COLUMNS, row, strict=True)}
    stand = {row[0]: Standing(*row) for row in _take[len(wanted)].rows(tx, **values)}
    for name, ceiling in wanted.items():
        if name not in stand:
            _give_back(tx, list(stand), call.reserved)
            return Full(name, ceiling)
    return stand[day_budget(call.day)]


def _give_back(tx: Connection, names: list[str], micros: int) -> None:
    """In the same transaction: nobody saw it taken."""
    back = update(budgets).where(budgets.c.name.in_(names))
    tx.execute(back.values(micros=budgets.c.micros - micros))


def _drawn_on(call: Call, ceilings: Ceilings) -> dict[str, int]:
    """{budget: its ceiling}, in the order in which they are locked."""
    names = {day_budget(call.day): ceilings.day}
    if call.conversation_id is not None:
        names[conversation_budget(call.conversation_id)] = _or_endless(ceilings.conversation)
    return names | {agent_budget(call.agent, call.day): _or_endless(ceilings.agent)}


def _or_endless(ceiling: int | None) -> int:
    return _ENDLESS if ceiling is None else ceiling


_settle = Statement(
    update(model_calls)
    .where(model_calls.c.id == bindparam("call"), model_calls.c.settled.is_(None))
    .values(
        settled=func.coalesce(bindparam("cost"), model_calls.c.reserved),
        tokens_in=bindparam("tokens_in"),
        tokens_cached=bindparam("tokens_cached"),
        tokens_out=bindparam("tokens_out"),
        settled_at=bindparam("at", type_=UtcDateTime),
        failed=bindparam("failed"),
    )
    .returning(
        model_calls.c.settled - model_calls.c.reserved,
        model_calls.c.day,
        model_calls.c.agent,
        model_calls.c.conversation_id,
    )
)
_named = or_(*(budgets.c.name == bindparam(name) for name in ("of_day", "of_talk", "of_agent")))
_in_order = select(budgets.c.name).where(_named).order_by(budgets.c.name.desc()).with_for_update()
_correct = Statement(
    update(budgets)
    .where(budgets.c.name.in_(_in_order.scalar_subquery()))
    .values(micros=budgets.c.micros + bindparam("more"))
    .returning(*_STANDING)
)


def settle(tx: Connection, call_id: int, settled: Settled) -> Corrected | None:
    """Puts what a call came to in place of what was reserved; cost None: the reservation stands.
    A second time changes nothing. What it returns is worth a look: it cost more than was held."""
    values = {name: getattr(settled, name) for name in settled.__struct_fields__}
    values["failed"] = settled.failed and settled.failed[:_LONGEST_REASON]
    row = _settle.row(tx, call=call_id, **values)
    if row is None or not row[0]:
        return None
    more, day, agent, conversation_id = row
    names = {"of_day": day_budget(day), "of_agent": agent_budget(agent, day)}
    talk = conversation_budget(conversation_id) if conversation_id else names["of_day"]
    stand = [Standing(*each) for each in _correct.rows(tx, more=more, of_talk=talk, **names)]
    if more < 0:
        return None
    return Corrected(more, tuple(sorted(stand, key=lambda each: each.name, reverse=True)))
