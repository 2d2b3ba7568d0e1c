"""Codes that prove a phone. Of each its digest is kept; the newest of a visitor counts, once."""

from datetime import datetime

from msgspec import Struct
from sqlalchemy import Connection, insert, select, update

from storage.tables import codes, outbox


class Code(Struct, frozen=True):
    """A code that was asked for. digest: of the code, for just this visitor and phone."""

    id: int
    phone: str
    digest: str
    tries: int
    expires_at: datetime
    used_at: datetime | None


_COLUMNS = [codes.c[field] for field in Code.__struct_fields__]


def add(
    tx: Connection, visitor: str, phone: str, digest: str, now: datetime, expires_at: datetime
) -> int:
    """Keeps a code's digest, in place of the visitor's earlier ones; its id."""
    row = {"visitor": visitor, "phone": phone, "digest": digest, "tries": 0}
    new = insert(codes).values(**row, created_at=now, expires_at=expires_at)
    return int(tx.execute(new.returning(codes.c.id)).scalar_one())


def newest(tx: Connection, visitor: str) -> Code | None:
    """The visitor's newest code, which nobody else tries before this transaction ends."""
    query = select(*_COLUMNS).where(codes.c.visitor == visitor).order_by(codes.c.id.desc())
    row = tx.execute(query.limit(1).with_for_update()).first()
    return None if row is None else Code(*row)


def count_try(tx: Connection, code_id: int) -> None:
    """One more wrong try at a code."""
    tx.execute(update(codes).where(codes.c.id == code_id).values(tries=codes.c.tries + 1))


def use(tx: Connection, code_id: int, now: datetime, key: str) -> None:
    """A code proved its phone, and is good for nothing more; nor is its text kept. key: the
    text's in the outbox."""
    tx.execute(update(codes).where(codes.c.id == code_id).values(used_at=now))
    tx.execute(update(outbox).where(outbox.c.dedupe_key == key).values(body=""))
