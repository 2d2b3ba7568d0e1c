"""What an agent made for staff: charts, exports, long answers. Kept for some days."""

from datetime import datetime, timedelta

from msgspec import Struct
from sqlalchemy import Connection, delete, insert, select

from storage.tables import files
from storage.types import new_public_id


class StoredFile(Struct, frozen=True):
    """A file. for_admins: it holds what only admins may see. conversation_id: where it was made."""

    public_id: str
    conversation_id: int | None
    name: str
    content_type: str
    size: int
    bytes: bytes
    for_admins: bool
    created_at: datetime
    expires_at: datetime


_COLUMNS = [files.c[field] for field in StoredFile.__struct_fields__]


def add(
    tx: Connection,
    *,
    name: str,
    content_type: str,
    content: bytes,
    conversation_id: int | None,
    now: datetime,
    for_admins: bool = False,
    days: int = 30,
) -> str:
    """Keeps a file for so many days; its public id."""
    public_id = new_public_id()
    row = {
        "public_id": public_id,
        "conversation_id": conversation_id,
        "name": name,
        "content_type": content_type,
        "size": len(content),
        "bytes": content,
        "for_admins": for_admins,
        "created_at": now,
        "expires_at": now + timedelta(days=days),
    }
    tx.execute(insert(files).values(row))
    return public_id


def load(tx: Connection, public_id: str) -> StoredFile | None:
    """The file of this public id, as long as it is kept."""
    row = tx.execute(select(*_COLUMNS).where(files.c.public_id == public_id)).first()
    return None if row is None else StoredFile(*row)


def is_for_admins(tx: Connection, public_id: str) -> bool:
    """Whether only admins may see it; so it is of one that is not kept."""
    found = tx.execute(select(files.c.for_admins).where(files.c.public_id == public_id)).scalar()
    return found is not False


def purge(tx: Connection, now: datetime) -> int:
    """Deletes what has expired; how many."""
    return tx.execute(delete(files).where(files.c.expires_at <= now)).rowcount
