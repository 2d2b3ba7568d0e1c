"""The budgets for language models: how they stand, and who was told of it."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, Table, bindparam, delete, or_, select, update

from storage.database import upsert
from storage.statement import Statement, upserting
from storage.tables import budgets, model_calls
from storage.types import UtcDateTime

_LOST_AFTER = timedelta(hours=3)  # no call takes as long, nor what is reserved ahead
_KEPT = timedelta(days=30)


class Full(Struct, frozen=True):
    """A budget that does not hold a call any more: the widest of those that do not."""

    name: str
    ceiling: int


def day_budget(day: date) -> str:
    """The name of a day's budget."""
    return f"day:{day}"


def agent_budget(agent: str, day: date) -> str:
    """The name of an agent's share of a day."""
    return f"agent:{agent}:{day}"


def conversation_budget(conversation_id: int) -> str:
    """The name of a conversation's budget."""
    return f"conversation:{conversation_id}"


def of_day(tx: Connection, day: date) -> int:
    """Micro-dollars settled and reserved of a day."""
    return of(tx, day_budget(day))


def of(tx: Connection, name: str) -> int:
    """Micro-dollars settled and reserved of a budget."""
    return tx.execute(select(budgets.c.micros).where(budgets.c.name == name)).scalar() or 0


_alert = Statement(
    update(budgets)
    .where(budgets.c.name == bindparam("budget"), budgets.c.alerted_at.is_(None))
    .values(alerted_at=bindparam("now", type_=UtcDateTime))
)


def first_alert(tx: Connection, name: str, now: datetime) -> bool:
    """Whether nobody was told yet that a budget is nearly used up; from now on somebody was."""
    return _alert.run(tx, budget=name, now=now) == 1


def _telling(insert: Callable[[Table], Any]) -> Any:
    first = insert(budgets)
    news = or_(budgets.c.told.is_(None), budgets.c.told < first.excluded.told)
    told = {"told": first.excluded.told}
    row = first.on_conflict_do_update(index_elements=["name"], set_=told, where=news)
    return row.returning(budgets.c.name)


_tell = upserting(_telling)


def first_told(tx: Connection, full: Full, day: date) -> bool:
    """Whether nobody was told yet that a budget is used up, with a ceiling as high as this; from
    now on somebody was."""
    row = {"name": full.name, "day": day, "micros": 0, "ceiling": full.ceiling}
    return _tell.row(tx, told=full.ceiling, **row) is not None


_KEPT_OF = (budgets.c.micros, budgets.c.day, budgets.c.ceiling)


def join(tx: Connection, conversation_id: int, gone: Sequence[int]) -> None:
    """What was spent on conversations that went into another is spent on that one."""
    names = [conversation_budget(each) for each in gone]
    theirs = tx.execute(delete(budgets).where(budgets.c.name.in_(names)).returning(*_KEPT_OF)).all()
    if not theirs:
        return
    name, micros = conversation_budget(conversation_id), sum(row.micros for row in theirs)
    grown = budgets.c.micros + micros
    row = {"name": name, "micros": micros, "day": theirs[0].day, "ceiling": theirs[0].ceiling}
    new = upsert(tx, budgets).values(row)
    tx.execute(new.on_conflict_do_update(index_elements=["name"], set_={"micros": grown}))


def tidy(tx: Connection, now: datetime, most: int) -> bool:
    """Settles what dead processes left open at what was reserved, and deletes budgets that nobody
    draws on any more; whether there may be more of either."""
    lost = model_calls.c.settled.is_(None) & (model_calls.c.created_at < now - _LOST_AFTER)
    some = select(model_calls.c.id).where(lost).limit(most)
    stand = update(model_calls).where(model_calls.c.id.in_(some), lost)
    ended = tx.execute(stand.values(settled=model_calls.c.reserved, settled_at=now)).rowcount
    old = budgets.c.day < (now - _KEPT).date()
    names = select(budgets.c.name).where(old).limit(most)
    gone = tx.execute(delete(budgets).where(budgets.c.name.in_(names), old)).rowcount
    return most in (ended, gone)
