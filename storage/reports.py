"""Standing reports: timers that make one, and say what it is."""

from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, select, update

from storage import timers
from storage.tables import timers as table

KIND = "report"


class Standing(Struct, frozen=True):
    """A report's timer. definition: what it is made of. status: waiting for due_at, fired (being
    made), or cancelled."""

    key: str
    definition: dict[str, Any]
    due_at: datetime
    status: str


_COLUMNS = (table.c.key, table.c.payload, table.c.due_at, table.c.status)


def key_of(name: str) -> str:
    """The key of a report's timer; names count without case and spaces at the ends."""
    return f"{KIND}:{' '.join(name.lower().split())}"


def find(tx: Connection, key: str) -> Standing | None:
    """The report of a key, also one that was removed."""
    row = tx.execute(select(*_COLUMNS).where(table.c.key == key)).first()
    return None if row is None else Standing(*row)


def standing(tx: Connection) -> list[Standing]:
    """The reports that are made, by their names."""
    query = select(*_COLUMNS).where(table.c.kind == KIND, table.c.status != "cancelled")
    return [Standing(*row) for row in tx.execute(query.order_by(table.c.key))]


def put(
    tx: Connection, key: str, lane_id: int, due_at: datetime, definition: dict[str, Any]
) -> None:
    """Sets when a report is made next."""
    payload = {**definition, "key": key, "due": due_at.isoformat()}
    timers.schedule(tx, key, KIND, lane_id, due_at, payload)


def remove(tx: Connection, key: str) -> None:
    """No more of this report; one that is being made is not sent."""
    tx.execute(update(table).where(table.c.key == key).values(status="cancelled"))
