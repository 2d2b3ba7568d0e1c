"""Who of the staff was ever here, so that work can be given to them by name."""

from datetime import datetime, timedelta
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, func, select

from storage import lanes
from storage.database import upsert
from storage.tables import colleagues

_SEEN_ANEW = timedelta(minutes=10)
_SLACK = "slack"
_ALONE = ("D", "U", "W")  # how Slack's ids of direct messages begin, and of people


class Known(Struct, frozen=True):
    """A member of staff. id: their desk's. role: as last seen."""

    id: str
    name: str
    role: str
    seen_at: datetime


_COLUMNS = [colleagues.c[field] for field in Known.__struct_fields__]


def see(tx: Connection, id: str, name: str, role: str, now: datetime) -> None:
    """Remembers somebody of the staff; who was here a moment ago is not written again."""
    row = tx.execute(select(*_COLUMNS).where(colleagues.c.id == id)).first()
    known = None if row is None else Known(*row)
    if known and (known.name, known.role) == (name, role) and now - known.seen_at < _SEEN_ANEW:
        return
    values = {"name": name, "role": role, "seen_at": now}
    put = upsert(tx, colleagues).values(id=id, **values)
    tx.execute(put.on_conflict_do_update(index_elements=["id"], set_=values))


def called(tx: Connection, name: str) -> list[Known]:
    """Those whose id or name this is; else those whose name begins with it, in any case."""
    by_id = colleagues.c.id == name
    lower = func.lower(colleagues.c.name)
    exact = tx.execute(select(*_COLUMNS).where(by_id | (lower == name.lower()))).all()
    begun = lower.startswith(name.lower(), autoescape=True)
    found = exact or tx.execute(select(*_COLUMNS).where(begun)).all()
    return [Known(*row) for row in found]


def listed(tx: Connection) -> list[Known]:
    """All of them, by name."""
    return [Known(*row) for row in tx.execute(select(*_COLUMNS).order_by(colleagues.c.name))]


def place_alone(tx: Connection, id: str, lane_id: int, now: datetime) -> dict[str, Any]:
    """Where somebody, and nobody else, reads what answers them in a lane, as the outbox wants it:
    there, or in their direct messages where others read the lane too."""
    place = lanes.place_of(tx, lane_id)
    if place["channel"] != _SLACK or place["address"].startswith(_ALONE):
        return place
    user = id.removeprefix(f"{_SLACK}:")
    own = lanes.ensure(tx, _SLACK, user, "", now)
    return {"lane_id": own, "channel": _SLACK, "address": user, "ours": ""}
