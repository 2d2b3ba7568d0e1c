"""What is over is deleted: pictures that no message named, allowances that are whole again, codes
with their texts, files that were kept long enough. Calls to models whose end nobody wrote down
stand at what was reserved. A part at a time, so that nobody waits."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, Table, delete, select, update

from storage import budgets
from storage.tables import codes, files, limits, outbox, uploads

_LIGHT, _HEAVY = 500, 20  # rows of one part; heavy ones hold files
_DAY = timedelta(days=1)


def tidy(tx: Connection, now: datetime) -> bool:
    """Deletes a part of what is over; whether there may be more."""
    old = now - _DAY
    parts = (
        _delete(tx, uploads, uploads.c.id, uploads.c.created_at < old, _HEAVY),
        _delete(tx, files, files.c.id, files.c.expires_at <= now, _HEAVY),
        _delete(tx, limits, limits.c.key, limits.c.full_at < old, _LIGHT),
        _delete_codes(tx, old),
        budgets.tidy(tx, now, _LIGHT),
    )
    return any(parts)


def _delete(
    tx: Connection, table: Table, key: ColumnElement[object], over: ColumnElement[bool], most: int
) -> bool:
    some = select(key).where(over).limit(most)
    # Asked again of each row: an allowance may be taken from at this moment.
    return tx.execute(delete(table).where(key.in_(some), over)).rowcount == most


def _delete_codes(tx: Connection, old: datetime) -> bool:
    """Codes that are good no more; their texts are not kept either."""
    ids = list(
        tx.execute(select(codes.c.id).where(codes.c.expires_at < old).limit(_LIGHT)).scalars()
    )
    if ids:
        texts = outbox.c.dedupe_key.in_([f"code:{id_}" for id_ in ids])
        tx.execute(update(outbox).where(texts).values(body=""))
        tx.execute(delete(codes).where(codes.c.id.in_(ids)))
    return len(ids) == _LIGHT
