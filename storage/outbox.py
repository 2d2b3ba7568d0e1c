"""What is to go out. A row is marked `sending` before its vendor is called: after a crash in
that window the vendor is asked before anything is sent again."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import (
    Connection,
    and_,
    bindparam,
    insert,
    or_,
    select,
    update,
)

from storage.statement import Statement
from storage.tables import outbox
from storage.types import database_now, new_public_id


class OutboxRow(Struct, frozen=True):
    """A row of the outbox as its delivery needs it."""

    id: int
    public_id: str
    lane_id: int
    conversation_id: int | None
    channel: str
    address: str
    ours: str
    kind: str
    body: str
    payload: dict[str, Any] | None
    status: str
    attempts: int
    provider_id: str | None
    created_at: datetime
    expires_at: datetime | None
    in_reply_to: int | None = None


COLUMNS = [outbox.c[field] for field in OutboxRow.__struct_fields__]
_now = database_now()
_put = Statement(insert(outbox).returning(outbox.c.id))


def put(tx: Connection, **values: Any) -> int:
    """Adds a row. Needs lane_id, channel, address, ours, kind, body, created_at; due at once
    unless not_before says later."""
    row = {
        "public_id": new_public_id(),
        "status": "pending",
        "attempts": 0,
        "not_before": values["created_at"],
    }
    return int(_put.value(tx, **row | values))


def add_parts(tx: Connection, row: OutboxRow, bodies: Sequence[str]) -> None:
    """Adds what is left of a message that had to be cut: rows of their own, after it. What its
    lane was given meanwhile goes before them."""
    kept = ("message_id", "in_reply_to", "expires_at")
    query = select(*(outbox.c[name] for name in kept)).where(outbox.c.id == row.id)
    values = dict(tx.execute(query).mappings().one())
    for name in ("lane_id", "conversation_id", "channel", "address", "ours", "kind", "created_at"):
        values[name] = getattr(row, name)
    for body in bodies:
        put(tx, body=body, **values)


def replace(tx: Connection, outbox_id: int, **values: Any) -> bool:
    """Changes what a row says that nobody has taken up yet; whether it was so."""
    waiting = (outbox.c.id == outbox_id) & (outbox.c.status == "pending") & (outbox.c.attempts == 0)
    return bool(tx.execute(update(outbox).where(waiting).values(values)).rowcount)


_finish = Statement(
    update(outbox).where(
        outbox.c.id == bindparam("row"),
        outbox.c.status == "sending",
        outbox.c.owner == bindparam("me"),
    )
)


def finish(tx: Connection, row: OutboxRow, me: str, **values: Any) -> bool:
    """Writes down how a send ended. False where a status callback or another owner came first,
    whose word then stands."""
    ended = {"owner": None, "leased_until": None, **values}
    return _finish.run(tx, row=row.id, me=me, **ended) == 1


def hold_for(tx: Connection, row: OutboxRow, me: str, seconds: float) -> None:
    """Leaves a send in doubt for so long; whoever then finds it asks the vendor."""
    tx.execute(
        update(outbox)
        .where(outbox.c.id == row.id, outbox.c.status == "sending", outbox.c.owner == me)
        .values(leased_until=_now + seconds)
    )


def keep(tx: Connection, me: str, ids: list[int], lease: float) -> None:
    """A heartbeat: holds the sends that are under way for another lease."""
    held = (outbox.c.owner == me) & outbox.c.id.in_(ids) & (outbox.c.status == "sending")
    tx.execute(update(outbox).where(held).values(leased_until=_now + lease))


def tried_ago(tx: Connection, row: OutboxRow) -> float:
    """Seconds since the row's last try began."""
    query = select(_now - outbox.c.tried_at).where(outbox.c.id == row.id)
    return float(tx.execute(query).scalar_one() or 0.0)


def orphan(tx: Connection) -> None:
    """Whoever was sending is gone: everything under way is in doubt now."""
    tx.execute(update(outbox).where(outbox.c.status == "sending").values(leased_until=_now))


def by_delivery(
    tx: Connection, channel: str, provider_id: str, public_id: str | None
) -> OutboxRow | None:
    """The row that a vendor's status callback speaks of, kept still until the transaction ends."""
    match = and_(outbox.c.channel == channel, outbox.c.provider_id == provider_id)
    if public_id is not None:
        match = or_(match, outbox.c.public_id == public_id)
    row = tx.execute(select(*COLUMNS).where(match).with_for_update()).first()
    return None if row is None else OutboxRow(*row)


def change(tx: Connection, outbox_id: int, **values: Any) -> None:
    """Sets columns of a row, whoever holds it."""
    tx.execute(update(outbox).where(outbox.c.id == outbox_id).values(values))


def claimed_ids(tx: Connection, row: OutboxRow) -> frozenset[str]:
    """The vendor's ids that other rows to this address own already."""
    query = select(outbox.c.provider_id).where(
        outbox.c.channel == row.channel,
        outbox.c.address == row.address,
        outbox.c.id != row.id,
        outbox.c.provider_id.is_not(None),
    )
    return frozenset(tx.execute(query).scalars())


def has_key(tx: Connection, dedupe_key: str) -> bool:
    """Whether this was put into the outbox before."""
    return (
        tx.execute(select(outbox.c.id).where(outbox.c.dedupe_key == dedupe_key)).first() is not None
    )


def provider_id_of(tx: Connection, outbox_id: int) -> str | None:
    """The vendor's id of a message; None: it did not go out, as far as is known."""
    query = select(outbox.c.provider_id).where(outbox.c.id == outbox_id)
    found: str | None = tx.execute(query).scalar()
    return found


def place_of(tx: Connection, row_id: int) -> dict[str, Any]:
    """Where a row goes, for another that follows it."""
    query = select(*(outbox.c[name] for name in ("lane_id", "channel", "address", "ours")))
    return dict(tx.execute(query.where(outbox.c.id == row_id)).mappings().one())
