"""What is to go out. A row is marked `sending` before its vendor is called: after a crash in
that window the vendor is asked before anything is sent again."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import (
    Connection,
    Float,
    and_,
    bindparam,
    insert,
    or_,
    select,
    update,
)

from storage import pace
from storage.pace import Pace
from storage.tables import outbox
from storage.types import UtcDateTime, database_now, new_public_id, stated


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


_COLUMNS = [outbox.c[field] for field in OutboxRow.__struct_fields__]
_now = database_now()
_UNSENT = ("pending", "sending")  # as the partial index has it
# Not the bare column: SQLite would go by the index of (channel, provider_id), through all that
# was ever sent.
_channel = outbox.c.channel + ""


_put = insert(outbox).returning(outbox.c.id)


def put(tx: Connection, **values: Any) -> int:
    """Adds a row. Needs lane_id, channel, address, ours, kind, body, created_at; due at once
    unless not_before says later."""
    row = {"public_id": new_public_id(), "status": "pending", "not_before": values["created_at"]}
    return int(tx.execute(_put, row | values).scalar_one())


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


_older = outbox.alias("older")
_due = (
    select(outbox.c.id, outbox.c.channel, outbox.c.ours)
    .where(
        stated(outbox.c.status, *_UNSENT),
        outbox.c.status == "pending",
        outbox.c.not_before <= bindparam("now", type_=UtcDateTime),
        _channel.in_(bindparam("channels", expanding=True)),
        (outbox.c.channel + ":" + outbox.c.ours).not_in(bindparam("held", expanding=True)),
        # One lane, one order: nothing overtakes an older one that is still on its way.
        ~select(_older.c.id)
        .where(
            _older.c.lane_id == outbox.c.lane_id,
            _older.c.id < outbox.c.id,
            stated(_older.c.status, *_UNSENT),
        )
        .exists(),
    )
    .order_by(outbox.c.not_before, outbox.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_lease = {"owner": bindparam("me"), "leased_until": _now + bindparam("lease", type_=Float)}
_claim_due = (
    update(outbox)
    .where(outbox.c.id.in_(bindparam("ids", expanding=True)))
    .values(status="sending", attempts=outbox.c.attempts + 1, tried_at=_now, **_lease)
    .returning(*_COLUMNS)
)
_lost = (
    select(outbox.c.id)
    .where(
        stated(outbox.c.status, *_UNSENT),
        outbox.c.status == "sending",
        outbox.c.leased_until <= _now,
        _channel.in_(bindparam("channels", expanding=True)),
    )
    .order_by(outbox.c.leased_until)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_claim_lost = (
    update(outbox)
    .where(outbox.c.id.in_(_lost.scalar_subquery()))
    .values(**_lease)
    .returning(*_COLUMNS)
)


_expired = (
    update(outbox)
    .where(
        stated(outbox.c.status, *_UNSENT),
        outbox.c.status == "pending",
        outbox.c.expires_at <= bindparam("now", type_=UtcDateTime),
    )
    .values(status="expired")
)


class Sending(Struct, frozen=True):
    """Who sends: by which channels, how many at most, and for how many seconds they are held.
    paces: of the channels that have one."""

    me: str
    channels: list[str]
    most: int
    lease: float
    paces: Mapping[str, Pace] = {}


class Due(Struct, frozen=True):
    """What is to be sent now, in order. wait: seconds until a number that has sent all it may now
    may send again; None: none has."""

    rows: list[OutboxRow]
    wait: float | None = None


def claim_due(tx: Connection, who: Sending, now: datetime) -> Due:
    """Marks due rows as being sent, as far as their numbers' pace allows. What has expired is
    ended instead."""
    tx.execute(_expired, {"now": now})
    held = pace.held(tx, who.paces)
    asked = {"now": now, "channels": who.channels, "most": who.most, "held": held.senders}
    wanted = [(id_, channel, ours) for id_, channel, ours in tx.execute(_due, asked)]
    if not (ids := pace.granted(tx, wanted, who.paces)):
        return Due([], held.wait)
    found = tx.execute(_claim_due, {"ids": ids, "me": who.me, "lease": who.lease})
    return Due(sorted((OutboxRow(*row) for row in found), key=lambda row: row.id), held.wait)


def claim_lost(tx: Connection, who: Sending) -> list[OutboxRow]:
    """Rows whose sender died or never learned: their vendor must be asked."""
    asked = {"me": who.me, "channels": who.channels, "most": who.most, "lease": who.lease}
    found = tx.execute(_claim_lost, asked)
    return sorted((OutboxRow(*row) for row in found), key=lambda row: row.id)


_finish = update(outbox).where(
    outbox.c.id == bindparam("row"),
    outbox.c.status == "sending",
    outbox.c.owner == bindparam("me"),
)


def finish(tx: Connection, row: OutboxRow, me: str, **values: Any) -> bool:
    """Writes down how a send ended. False where a status callback or another owner came first,
    whose word then stands."""
    ended = {"row": row.id, "me": me, "owner": None, "leased_until": None, **values}
    return tx.execute(_finish, ended).rowcount == 1


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
    row = tx.execute(select(*_COLUMNS).where(match).with_for_update()).first()
    return None if row is None else OutboxRow(*row)


def change(tx: Connection, outbox_id: int, **values: Any) -> None:
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
