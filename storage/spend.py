"""The day's spending on models, in micro-dollars: a wall that concurrent calls cannot climb."""

from datetime import date, datetime

from msgspec import Struct
from sqlalchemy import Connection, bindparam, func, insert, select, update

from storage.database import upsert
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


def reserve(tx: Connection, call: Call, limit: int) -> Held | None:
    """Holds a call's cost against its day and writes the call down. None: the day does not hold
    it any more, and nothing is written."""
    day_micros = _hold(tx, call, limit) if call.reserved <= limit else None
    if day_micros is None:
        return None
    row = {name: getattr(call, name) for name in call.__struct_fields__}
    call_id: int = tx.execute(insert(model_calls).returning(model_calls.c.id), row).scalar_one()
    return Held(call_id, day_micros)


def _hold(tx: Connection, call: Call, limit: int) -> int | None:
    """One statement, so that the row's lock decides who still fits in."""
    first = upsert(tx, spend).values(day=call.day, micros=call.reserved)
    held = first.on_conflict_do_update(
        index_elements=["day"],
        set_={"micros": spend.c.micros + call.reserved},
        where=spend.c.micros + call.reserved <= limit,
    )
    return tx.execute(held.returning(spend.c.micros)).scalar_one_or_none()


_settle = (
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


def settle(tx: Connection, call_id: int, settled: Settled) -> None:
    """Puts what a call came to in place of what was reserved; cost None: the reservation stands.
    A second time changes nothing."""
    values = {name: getattr(settled, name) for name in settled.__struct_fields__}
    row = tx.execute(_settle, values | {"call": call_id}).first()
    if row is not None and row[1]:
        tx.execute(
            update(spend).where(spend.c.day == row[0]).values(micros=spend.c.micros + row[1])
        )


def of_day(tx: Connection, day: date) -> int:
    """Micro-dollars settled and reserved of a day."""
    return tx.execute(select(spend.c.micros).where(spend.c.day == day)).scalar() or 0


def first_alert(tx: Connection, day: date, now: datetime) -> bool:
    """Whether nobody was told of that day's spending yet; from now on somebody was."""
    seen = update(spend).where(spend.c.day == day, spend.c.alerted_at.is_(None))
    return tx.execute(seen.values(alerted_at=now)).rowcount == 1
