"""The day's spending on models, in micro-dollars: a wall that concurrent calls cannot climb."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import BigInteger, Connection, Table, bindparam, func, insert, select, update

from storage.statement import Statement, upserting
from storage.tables import model_calls, spend


class Call(Struct, frozen=True):
    """A call to a model that is about to be made. reserved: micro-dollars it may cost at most."""

    conversation_id: int
    turn_id: int
    agent: str
    model: str
    day: date
    reserved: int
    created_at: datetime


class Settled(Struct, frozen=True):
    """What a call came to; tokens None where its server did not say. cost in micro-dollars."""

    cost: int | None
    tokens_in: int | None = None
    tokens_cached: int | None = None
    tokens_out: int | None = None


class Held(Struct, frozen=True):
    """A call's reservation, and what its day has come to with it, in micro-dollars."""

    call_id: int
    day_micros: int


def _reserving(insert: Callable[[Table], Any]) -> Any:
    first = insert(spend)
    grown = spend.c.micros + first.excluded.micros
    held = first.on_conflict_do_update(
        index_elements=["day"],
        set_={"micros": grown},
        where=grown <= bindparam("limit", type_=BigInteger),
    )
    return held.returning(spend.c.micros)


_add = Statement(insert(model_calls).returning(model_calls.c.id))
_reserve = upserting(_reserving)


def reserve(tx: Connection, call: Call, limit: int) -> Held | None:
    """Holds a call's cost against its day and writes the call down. None: the day does not hold
    it any more, and nothing is written."""
    day_micros = _hold(tx, call, limit) if call.reserved <= limit else None
    if day_micros is None:
        return None
    row = {name: getattr(call, name) for name in call.__struct_fields__}
    call_id: int = _add.value(tx, **row)
    return Held(call_id, day_micros)


def _hold(tx: Connection, call: Call, limit: int) -> int | None:
    """One statement, so that the row's lock decides who still fits in."""
    day_micros: int | None = _reserve.value(tx, day=call.day, micros=call.reserved, limit=limit)
    return day_micros


_settle = Statement(
    update(model_calls)
    .where(model_calls.c.id == bindparam("call"), model_calls.c.settled.is_(None))
    .values(
        settled=func.coalesce(bindparam("cost"), model_calls.c.reserved),
        tokens_in=bindparam("tokens_in"),
        tokens_cached=bindparam("tokens_cached"),
        tokens_out=bindparam("tokens_out"),
    )
    .returning(model_calls.c.day, model_calls.c.settled - model_calls.c.reserved)
)


_correct = Statement(
    update(spend)
    .where(spend.c.day == bindparam("of"))
    .values(micros=spend.c.micros + bindparam("more"))
)


def settle(tx: Connection, call_id: int, settled: Settled) -> None:
    """Puts what a call came to in place of what was reserved; cost None: the reservation stands.
    A second time changes nothing."""
    values = {name: getattr(settled, name) for name in settled.__struct_fields__}
    row = _settle.row(tx, call=call_id, **values)
    if row is not None and row[1]:
        _correct.run(tx, of=row[0], more=row[1])


def of_day(tx: Connection, day: date) -> int:
    """Micro-dollars settled and reserved of a day."""
    return tx.execute(select(spend.c.micros).where(spend.c.day == day)).scalar() or 0


def first_alert(tx: Connection, day: date, now: datetime) -> bool:
    """Whether nobody was told of that day's spending yet; from now on somebody was."""
    seen = update(spend).where(spend.c.day == day, spend.c.alerted_at.is_(None))
    return tx.execute(seen.values(alerted_at=now)).rowcount == 1
