"""Answers that are shown while they are made: where each begun one stands, so that whoever delivers
the whole of it finishes it there, and nothing half stays beside it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from msgspec import Struct
from sqlalchemy import Connection, delete, insert, select, update

from storage.tables import ai_messages, outbox, streams

_KEPT = timedelta(days=2)


class Behind(Struct, frozen=True):
    """What stands behind a reply in the outbox. message: the public id of what was said, author:
    who said it. begun_at: when it was begun to be shown; None: it was not. place: the vendor's id
    of what was begun; None: it was not told yet, or nobody lives who knew it. sources: of the
    owner's pages, [{page, heading, url}]."""

    message: str | None
    author: str | None
    begun_at: datetime | None = None
    place: str | None = None
    sources: Sequence[Mapping[str, str]] = ()


def begin(tx: Connection, turn_id: int, now: datetime) -> bool:
    """Notes that a turn's answer is about to be shown. False: it was before, or is whole already
    and on its way."""
    tx.execute(delete(streams).where(streams.c.begun_at < now - _KEPT))
    begun = select(streams.c.turn_id).where(streams.c.turn_id == turn_id)
    whole = select(ai_messages.c.id).where(
        ai_messages.c.turn_id == turn_id,
        ai_messages.c.role == "assistant",
        ai_messages.c.visibility == "customer",
    )
    if tx.execute(begun).first() or tx.execute(whole).first():
        return False
    tx.execute(insert(streams).values(turn_id=turn_id, begun_at=now))
    return True


def placed(tx: Connection, turn_id: int, place: str) -> None:
    """Notes where it stands."""
    tx.execute(update(streams).where(streams.c.turn_id == turn_id).values(place=place))


def forget(tx: Connection, turn_id: int) -> None:
    """It surely was not begun."""
    tx.execute(delete(streams).where(streams.c.turn_id == turn_id))


def behind(tx: Connection, outbox_id: str) -> Behind | None:
    """What stands behind an outbox row, by its public id."""
    query = (
        select(
            ai_messages.c.public_id,
            ai_messages.c.author,
            streams.c.begun_at,
            streams.c.place,
            ai_messages.c.metadata,
        )
        .select_from(outbox)
        .outerjoin(ai_messages, ai_messages.c.id == outbox.c.message_id)
        .outerjoin(streams, streams.c.turn_id == outbox.c.in_reply_to)
        .where(outbox.c.public_id == outbox_id)
    )
    row = tx.execute(query).first()
    if row is None:
        return None
    message, author, begun_at, place, metadata = row
    return Behind(message, author, begun_at, place, (metadata or {}).get("sources", ()))
