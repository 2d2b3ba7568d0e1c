"""Files that messages came with: waited for, fetched by whoever claims them, kept as bytes."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from msgspec import Struct
from sqlalchemy import Connection, Float, bindparam, func, insert, select, update

from storage.tables import ai_messages, inbox, media
from storage.types import database_now, new_public_id

Attachment = tuple[str, str]
"""(the vendor's URL, the content type it was announced with)"""


class Claimed(Struct, frozen=True):
    """A file to fetch. attempts: with this one. room: bytes that its message may still bring."""

    id: int
    inbox_id: int
    channel: str
    url: str
    attempts: int
    room: int


class Kept(Struct, frozen=True):
    """A file of a turn's. position: its place among its message's files, from 0."""

    message_id: int
    position: int
    content_type: str
    content: bytes


_now = database_now()
_expect = insert(media).values(ready_at=_now)


def expect(tx: Connection, files: Mapping[int, tuple[Sequence[Attachment], datetime]]) -> None:
    """Puts files down to be fetched: {inbox id: (the message's files, when it came)}."""
    rows = [
        {
            "public_id": new_public_id(),
            "inbox_id": inbox_id,
            "position": position,
            "content_type": content_type,
            "url": url,
            "status": "waiting",
            "attempts": 0,
            "created_at": received_at,
        }
        for inbox_id, (attached, received_at) in files.items()
        for position, (url, content_type) in enumerate(attached)
    ]
    if rows:
        tx.execute(_expect, rows)


_due = (
    select(media.c.id)
    .where(
        media.c.status == "waiting",
        media.c.ready_at <= _now,
        select(inbox.c.id)
        .where(
            inbox.c.id == media.c.inbox_id,
            inbox.c.channel.in_(bindparam("channels", expanding=True)),
        )
        .exists(),
    )
    .order_by(media.c.ready_at)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_claim = (
    update(media)
    .where(media.c.id.in_(_due.scalar_subquery()))
    .values(
        owner=bindparam("me"),
        ready_at=_now + bindparam("lease", type_=Float),
        attempts=media.c.attempts + 1,
    )
    .returning(media.c.id)
)
_sister = media.alias("sister")
_kept = (
    select(func.coalesce(func.sum(_sister.c.size), 0))
    .where(_sister.c.inbox_id == media.c.inbox_id, _sister.c.status == "stored")
    .scalar_subquery()
)
_claimed = (
    select(
        media.c.id,
        media.c.inbox_id,
        inbox.c.channel,
        media.c.url,
        media.c.attempts,
        bindparam("room", type_=media.c.size.type) - _kept,
    )
    .join(inbox, inbox.c.id == media.c.inbox_id)
    .where(media.c.id.in_(bindparam("ids", expanding=True)))
    .order_by(media.c.id)
)


def claim(
    tx: Connection, me: str, channels: Sequence[str], most: int, lease: float, room: int
) -> list[Claimed]:
    """Takes files that are due for lease seconds. room: bytes that one message may bring."""
    wanted = {"me": me, "channels": list(channels), "most": most, "lease": lease}
    ids = list(tx.execute(_claim, wanted).scalars())
    if not ids:
        return []
    return [Claimed(*row) for row in tx.execute(_claimed, {"ids": ids, "room": room})]


def keep(
    tx: Connection, claimed: Claimed, me: str, content_type: str, content: bytes, room: int
) -> bool:
    """Stores a file. False: it would be more than its message may bring, or is another's now."""
    # Locked in one order, so that two files of a message that end together are counted together.
    sizes = select(media.c.size).where(media.c.inbox_id == claimed.inbox_id).order_by(media.c.id)
    taken = sum(size or 0 for size in tx.execute(sizes.with_for_update()).scalars())
    if taken + len(content) > room:
        return False
    values = {"status": "stored", "content_type": content_type, "size": len(content)}
    return _change(tx, claimed, me, **values, bytes=content)


def try_again(tx: Connection, claimed: Claimed, me: str, seconds: float) -> None:
    """Leaves a file for later."""
    _change(tx, claimed, me, ready_at=_now + seconds, owner=None)


def give_up(tx: Connection, claimed: Claimed, me: str) -> None:
    """This file will not come."""
    _change(tx, claimed, me, status="failed", owner=None)


def _change(tx: Connection, claimed: Claimed, me: str, **values: object) -> bool:
    ours = (
        media.c.id == claimed.id,
        media.c.status == "waiting",
        media.c.owner == me,
        media.c.attempts == claimed.attempts,
    )
    return tx.execute(update(media).where(*ours).values(values)).rowcount == 1


def soonest_due(tx: Connection) -> float | None:
    """Seconds until the next file is due; None: none is waited for."""
    query = select(func.min(media.c.ready_at) - _now).where(media.c.status == "waiting")
    seconds = tx.execute(query).scalar()
    return None if seconds is None else float(seconds)


_of_turn = media.join(ai_messages, ai_messages.c.inbox_id == media.c.inbox_id)


def are_coming(tx: Connection, turn_id: int) -> bool:
    """Whether files of a turn's messages are still waited for."""
    query = select(media.c.id).select_from(_of_turn)
    waiting = query.where(ai_messages.c.turn_id == turn_id, media.c.status == "waiting")
    return tx.execute(waiting.limit(1)).first() is not None


def of_turn(tx: Connection, turn_id: int, content_types: Sequence[str], largest: int) -> list[Kept]:
    """The files of a turn's messages that are of these types and not over `largest` bytes."""
    query = (
        select(ai_messages.c.id, media.c.position, media.c.content_type, media.c.bytes)
        .select_from(_of_turn)
        .where(
            ai_messages.c.turn_id == turn_id,
            media.c.status == "stored",
            media.c.content_type.in_(content_types),
            media.c.size <= largest,
        )
    )
    found = tx.execute(query.order_by(media.c.inbox_id, media.c.position))
    return [Kept(*row) for row in found]
