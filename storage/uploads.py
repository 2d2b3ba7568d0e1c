"""Pictures that visitors sent ahead of the message that names them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, func, insert, select

from storage.tables import uploads


def keep(
    tx: Connection, public_id: str, visitor: str, content_type: str, content: bytes, now: datetime
) -> None:
    """Stores a picture of a visitor's."""
    row = {
        "public_id": public_id,
        "visitor": visitor,
        "content_type": content_type,
        "size": len(content),
        "bytes": content,
        "created_at": now,
    }
    tx.execute(insert(uploads).values(row))


def kinds_of(tx: Connection, ids: Sequence[str], visitor: str) -> dict[str, str]:
    """{public id: content type} of those that are this visitor's."""
    query = select(uploads.c.public_id, uploads.c.content_type)
    own = query.where(uploads.c.public_id.in_(ids), uploads.c.visitor == visitor)
    return {row.public_id: row.content_type for row in tx.execute(own)}


def find(tx: Connection, public_id: str) -> tuple[str, bytes] | None:
    """(content type, bytes) of a picture."""
    query = select(uploads.c.content_type, uploads.c.bytes)
    row = tx.execute(query.where(uploads.c.public_id == public_id)).first()
    return None if row is None else (row[0], row[1])


def size_since(tx: Connection, visitor: str, since: datetime) -> int:
    """Bytes that a visitor has uploaded from a moment on."""
    total = select(func.coalesce(func.sum(uploads.c.size), 0))
    own = total.where(uploads.c.visitor == visitor, uploads.c.created_at >= since)
    return int(tx.execute(own).scalar_one())
