"""How fast anybody may go: the generic cell rate algorithm, one row a person, exact."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, select, update

from storage.statement import Statement, upserting
from storage.tables import limits
from storage.types import UtcDateTime

_full_at = Statement(
    select(limits.c.full_at).where(limits.c.key == bindparam("whose")).with_for_update()
)
_begin = upserting(lambda insert: insert(limits).on_conflict_do_nothing(index_elements=["key"]))
_take = Statement(
    update(limits)
    .where(limits.c.key == bindparam("whose"))
    .values(full_at=bindparam("then", type_=UtcDateTime))
)


def take(
    tx: Connection, key: str, now: datetime, per_minute: float, burst: int, many: int = 1
) -> float:
    """Takes so many from a person's allowance: 0 where they were there, else the seconds to wait,
    and nothing was taken."""
    one = timedelta(minutes=1) / per_minute
    found: datetime | None = _full_at.value(tx, whose=key)
    if found is None:
        _begin.run(tx, key=key, full_at=now)
        found = _full_at.value(tx, whose=key)
    full_at = max(found or now, now)
    wait = (full_at + many * one - now - burst * one).total_seconds()
    if wait > 0:
        return wait
    _take.run(tx, whose=key, then=full_at + many * one)
    return 0.0
