"""What was changed at run time over the owner's files and the environment. Rows are only ever
added, and the newest one of a path is in force."""

from datetime import datetime
from typing import Any

from msgspec import Struct, structs
from sqlalchemy import Connection, func, insert, select

from storage.database import CHANNEL
from storage.tables import settings
from storage.types import new_public_id

_LOCK = 727200118
_TOPIC = "settings"  # of bot.wake.Bells


class Change(Struct, frozen=True):
    """A row. value None: as the files and the environment have it. before: what was in force until
    then, as people read it. undoes: the id of the change that this one takes back."""

    id: int
    public_id: str
    path: str
    value: Any
    before: Any
    author: str
    author_name: str
    undoes: int | None
    created_at: datetime


_COLUMNS = [settings.c[field] for field in Change.__struct_fields__]
_all = select(*_COLUMNS)


def _change(row: Any) -> Change:
    """A value lies in a table of its own: SQLite would make a number of a number's JSON."""
    change = Change(*row)
    return change if change.value is None else structs.replace(change, value=change.value["is"])


def hold(tx: Connection) -> None:
    """Lets nobody else change settings until the transaction ends: what is checked stays so, and
    rows are seen in the order of their ids."""
    if tx.dialect.name == "postgresql":
        tx.execute(select(func.pg_advisory_xact_lock(_LOCK)))


def newest_id(tx: Connection) -> int:
    """The id of the newest change; 0: there is none."""
    return tx.execute(select(func.max(settings.c.id))).scalar() or 0


def in_force(tx: Connection) -> list[Change]:
    """The newest change of each path, the oldest first."""
    newest = select(func.max(settings.c.id)).group_by(settings.c.path)
    query = _all.where(settings.c.id.in_(newest)).order_by(settings.c.id)
    return [_change(row) for row in tx.execute(query)]


def add(
    tx: Connection,
    path: str,
    value: Any,
    before: Any,
    who: tuple[str, str],
    now: datetime,
    undoes: int | None = None,
) -> Change:
    """Adds a change; who: its author's id and name."""
    row = {
        "public_id": new_public_id(),
        "path": path,
        "value": None if value is None else {"is": value},
        "before": before,
        "author": who[0],
        "author_name": who[1],
        "undoes": undoes,
        "created_at": now,
    }
    return _change(tx.execute(insert(settings).values(row).returning(*_COLUMNS)).one())


def announce(tx: Connection) -> None:
    """Tells processes at work of a change, as it is committed, where the database can."""
    if tx.dialect.name == "postgresql":
        tx.execute(select(func.pg_notify(CHANNEL, _TOPIC)))


def by_public_id(tx: Connection, public_id: str) -> Change | None:
    """The change of this public id."""
    row = tx.execute(_all.where(settings.c.public_id == public_id)).first()
    return None if row is None else _change(row)


def newest(tx: Connection) -> Change | None:
    """The last change that was made."""
    row = tx.execute(_all.order_by(settings.c.id.desc()).limit(1)).first()
    return None if row is None else _change(row)


def beside(tx: Connection, change: Change) -> tuple[Change | None, Change | None]:
    """The changes of the same path before and after one."""
    same = _all.where(settings.c.path == change.path).limit(1)
    earlier = same.where(settings.c.id < change.id).order_by(settings.c.id.desc())
    later = same.where(settings.c.id > change.id).order_by(settings.c.id.desc())
    before, after = tx.execute(earlier).first(), tx.execute(later).first()
    return (_change(before) if before else None), (_change(after) if after else None)


def history(tx: Connection, prefix: str, most: int) -> list[Change]:
    """The changes whose paths begin so, the newest first."""
    begun = settings.c.path.startswith(prefix, autoescape=True)
    query = _all.where(begun).order_by(settings.c.id.desc()).limit(most)
    return [_change(row) for row in tx.execute(query)]


def public_ids(tx: Connection, ids: set[int]) -> dict[int, str]:
    """{id: public id} of changes."""
    query = select(settings.c.id, settings.c.public_id).where(settings.c.id.in_(ids))
    return {row.id: row.public_id for row in tx.execute(query)}
