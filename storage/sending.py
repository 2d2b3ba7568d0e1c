"""Claiming what is to be sent: once, in its lane's order, and as fast as its number may send."""

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct
from sqlalchemy import (
    ColumnElement,
    Connection,
    Exists,
    Float,
    bindparam,
    or_,
    select,
    update,
)

from storage import pace
from storage.outbox import COLUMNS, OutboxRow
from storage.pace import Pace
from storage.statement import Statement
from storage.tables import outbox
from storage.types import UtcDateTime, database_now, stated

_now = database_now()
_UNSENT = ("pending", "sending")  # as the partial index has it
# Not the bare column: SQLite would go by the index of (channel, provider_id), through all that
# was ever sent.
_channel = outbox.c.channel + ""

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
    .returning(*COLUMNS)
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
    .returning(*COLUMNS)
)


_expired = Statement(
    update(outbox)
    .where(
        stated(outbox.c.status, *_UNSENT),
        outbox.c.status == "pending",
        outbox.c.expires_at <= bindparam("now", type_=UtcDateTime),
    )
    .values(status="expired")
)


def _is_any(*conditions: ColumnElement[bool]) -> Exists:
    return select(outbox.c.id).where(stated(outbox.c.status, *_UNSENT), *conditions).exists()


# Most looks find nothing, and cost this alone.
_look = Statement(
    select(
        _is_any(outbox.c.status == "sending", outbox.c.leased_until <= _now),
        _is_any(
            outbox.c.status == "pending",
            or_(
                outbox.c.not_before <= bindparam("now", type_=UtcDateTime),
                outbox.c.expires_at <= bindparam("now", type_=UtcDateTime),
            ),
        ),
    )
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
    """What is to be sent now, in order. lost: what was, by a sender who died or never learned:
    its vendor must be asked. wait: seconds until a number that has sent all it may now may send
    again; None: none has."""

    rows: list[OutboxRow]
    lost: list[OutboxRow]
    wait: float | None = None


def claim(tx: Connection, who: Sending, now: datetime) -> Due:
    """Marks due rows as being sent, as far as their numbers' pace allows. What has expired is
    ended instead."""
    [(is_lost, is_due)] = _look.rows(tx, now=now)
    lost = _claimed_lost(tx, who) if is_lost else []
    rows, wait = _claimed_due(tx, who, now) if is_due else ([], None)
    return Due(rows, lost, wait)


def _claimed_due(
    tx: Connection, who: Sending, now: datetime
) -> tuple[list[OutboxRow], float | None]:
    _expired.run(tx, now=now)
    held = pace.held(tx, who.paces)
    asked = {"now": now, "channels": who.channels, "most": who.most, "held": held.senders}
    wanted = [(id_, channel, ours) for id_, channel, ours in tx.execute(_due, asked)]
    if not (ids := pace.granted(tx, wanted, who.paces)):
        return [], held.wait
    found = tx.execute(_claim_due, {"ids": ids, "me": who.me, "lease": who.lease})
    return sorted((OutboxRow(*row) for row in found), key=lambda row: row.id), held.wait


def _claimed_lost(tx: Connection, who: Sending) -> list[OutboxRow]:
    asked = {"me": who.me, "channels": who.channels, "most": who.most, "lease": who.lease}
    found = tx.execute(_claim_lost, asked)
    return sorted((OutboxRow(*row) for row in found), key=lambda row: row.id)
