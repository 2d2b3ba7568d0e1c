"""Lanes and the lease on each: who works through a mailbox, and until when."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, Float, Row, and_, bindparam, case, null, or_, select, update
from sqlalchemy.sql.elements import ColumnElement

from storage.database import upsert
from storage.statement import Statement
from storage.tables import lanes
from storage.types import database_now


class Fenced(Exception):
    """The mailbox has another owner by now; whatever was under way must not be written."""


class Claim(Struct, frozen=True):
    """A mailbox held. fence: which holding this is. attempts: turns that failed in a row."""

    mailbox_id: int
    owner: str
    fence: int
    attempts: int


_root = case((lanes.c.joined_to.is_(None), lanes.c.id), else_=lanes.c.joined_to)


# Held, as the inbox's foreign key would a moment later: what is stored for a mailbox is there when
# the lane is joined to another, and moves along.
_mailboxes = (
    select(lanes.c.key, lanes.c.id, _root)
    .where(lanes.c.key.in_(bindparam("keys", expanding=True)))
    .order_by(lanes.c.id)
    .with_for_update(read=True, key_share=True)
)


def mailboxes(tx: Connection, keys: Iterable[str]) -> dict[str, tuple[int, int]]:
    """{lane key: (lane id, mailbox id)} of the lanes that are known."""
    rows = tx.execute(_mailboxes, {"keys": list(keys)})
    return {key: (lane_id, mailbox_id) for key, lane_id, mailbox_id in rows}


def add(tx: Connection, rows: list[dict[str, object]]) -> None:
    """Makes lanes that may be made by others at this moment: in one order, or they deadlock."""
    ordered = sorted(rows, key=lambda row: str(row["key"]))
    tx.execute(upsert(tx, lanes).on_conflict_do_nothing(index_elements=["key"]), ordered)


def _soonest(a: ColumnElement[float], b: ColumnElement[float]) -> ColumnElement[float]:
    return case((a < b, a), else_=b)


_now = database_now()
_quiet = bindparam("quiet", type_=Float)
_longest = bindparam("longest", type_=Float)
_since = case((lanes.c.pending_since.is_(None), _now), else_=lanes.c.pending_since)
# Whoever holds it sees by gen that there is more; whoever failed on it waits its back-off.
_held = and_(lanes.c.ready_at.is_not(None), or_(lanes.c.owner.is_not(None), lanes.c.attempts > 0))
_arrive = Statement(
    update(lanes)
    .where(lanes.c.id == bindparam("mailbox"))
    .values(
        gen=lanes.c.gen + bindparam("more"),
        pending_since=_since,
        ready_at=case((_held, lanes.c.ready_at), else_=_soonest(_since + _longest, _now + _quiet)),
    )
)


def arrive(tx: Connection, arrivals: list[dict[str, object]]) -> None:
    """Marks mailboxes as having more: {mailbox, more, quiet, longest} each, sorted by mailbox.

    A mailbox is due once quiet seconds passed without another arrival, longest at the most."""
    _arrive.run_each(tx, arrivals)


_due = (
    select(lanes.c.id)
    .where(lanes.c.ready_at <= _now)
    .order_by(lanes.c.ready_at)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_claim = Statement(
    update(lanes)
    .where(lanes.c.id.in_(_due.scalar_subquery()))
    .values(
        # A mailbox that is due and has an owner: the owner died, perhaps of what is in it.
        attempts=lanes.c.attempts + case((lanes.c.owner.is_(None), 0), else_=1),
        owner=bindparam("me"),
        ready_at=_now + bindparam("lease", type_=Float),
        fence=lanes.c.fence + 1,
        pending_since=null(),
    )
    .returning(lanes.c.id, lanes.c.owner, lanes.c.fence, lanes.c.attempts)
)


_soonest_due = Statement(
    select(lanes.c.ready_at - _now)
    .where(lanes.c.ready_at.is_not(None))
    .order_by(lanes.c.ready_at)
    .limit(1)
)


class Claimed(Struct, frozen=True):
    """What was claimed. next_in: seconds until the next mailbox is due, by the database's clock;
    None: none is, or the claims are all that were asked for."""

    claims: list[Claim]
    next_in: float | None


def claim(tx: Connection, me: str, most: int, lease: float) -> Claimed:
    """Takes up to most due mailboxes for lease seconds, the longest due first."""
    claims = [Claim(*row) for row in _claim.rows(tx, me=me, most=most, lease=lease)]
    return Claimed(claims, _soonest_due.value(tx) if len(claims) < most else None)


_hold = Statement(
    select(lanes.c.gen)
    .where(
        lanes.c.id == bindparam("mailbox"),
        lanes.c.owner == bindparam("me"),
        lanes.c.fence == bindparam("fence"),
    )
    .with_for_update()
)


def hold(tx: Connection, claim: Claim) -> int:
    """The mailbox's gen, and the mailbox kept still until this transaction ends.

    Raises Fenced where somebody else holds it by now."""
    gen = _hold.value(tx, mailbox=claim.mailbox_id, me=claim.owner, fence=claim.fence)
    if gen is None:
        raise Fenced
    return int(gen)


_gen = Statement(select(lanes.c.gen).where(lanes.c.id == bindparam("mailbox")))


def gen_of(tx: Connection, mailbox_id: int) -> int:
    """The mailbox's gen at this moment."""
    return int(_gen.value(tx, mailbox=mailbox_id))


_release = Statement(
    update(lanes)
    .where(
        lanes.c.id == bindparam("mailbox"),
        lanes.c.owner == bindparam("me"),
        lanes.c.fence == bindparam("fence_seen"),
    )
    .values(
        owner=null(),
        attempts=bindparam("failed"),
        # By gen, not by asking the inbox: that question loses wake-ups.
        ready_at=case(
            (
                or_(lanes.c.gen > bindparam("seen"), bindparam("more") == 1),
                _now + bindparam("delay", type_=Float),
            ),
            else_=null(),
        ),
    )
)


def release(
    tx: Connection,
    claim: Claim,
    seen: int,
    *,
    more: bool = False,
    delay: float = 0,
    failed: int = 0,
) -> None:
    """Lets a mailbox go; due again after delay where more came than was seen, or more is true."""
    _release.run(
        tx,
        mailbox=claim.mailbox_id,
        me=claim.owner,
        fence_seen=claim.fence,
        seen=seen,
        more=int(more),
        delay=delay,
        failed=failed,
    )


def keep(tx: Connection, me: str, mailbox_ids: list[int], lease: float) -> None:
    """A heartbeat: holds what is held for another lease."""
    tx.execute(
        update(lanes)
        .where(lanes.c.owner == me, lanes.c.id.in_(mailbox_ids))
        .values(ready_at=_now + lease)
    )


def orphan(tx: Connection) -> None:
    """Whoever held mailboxes is gone: they are due now."""
    tx.execute(update(lanes).where(lanes.c.owner.is_not(None)).values(ready_at=_now))


def by_id(tx: Connection, lane_id: int) -> "Row[tuple[object, ...]]":
    """The whole row of a lane, which must be there."""
    return tx.execute(select(lanes).where(lanes.c.id == lane_id)).one()


def ensure(tx: Connection, channel: str, address: str, ours: str, now: datetime) -> int:
    """The id of a lane, made where it is new."""
    key = f"{channel}:{ours}:{address}"
    known = mailboxes(tx, [key])
    if key not in known:
        row = {"key": key, "channel": channel, "address": address, "ours": ours, "created_at": now}
        add(tx, [row])
        known = mailboxes(tx, [key])
    return known[key][0]


def place_of(tx: Connection, lane_id: int) -> dict[str, Any]:
    """Where a lane's answers go, as the outbox wants it."""
    lane = by_id(tx, lane_id)
    return {"lane_id": lane_id} | {name: getattr(lane, name) for name in _PLACE}


_PLACE = ("channel", "address", "ours")
