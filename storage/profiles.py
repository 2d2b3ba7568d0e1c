"""Versions of the profile: each content once, by its hash."""

from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Connection, insert, select

from storage.tables import profile_versions


def ensure(tx: Connection, content_hash: str, content: str, author: str, now: datetime) -> int:
    """The number of a version, its content as JSON. What is not the newest becomes a new one."""
    newest = tx.execute(
        select(profile_versions.c.id, profile_versions.c.content_hash)
        .order_by(profile_versions.c.id.desc())
        .limit(1)
    ).first()
    if newest is not None and newest.content_hash == content_hash:
        return int(newest.id)
    row = {
        "content_hash": content_hash,
        "content": orjson.loads(content),
        "author": author,
        "created_at": now,
    }
    added = insert(profile_versions).values(row).returning(profile_versions.c.id)
    return int(tx.execute(added).scalar_one())


def content(tx: Connection, version: int) -> dict[str, Any] | None:
    """A version's content, as JSON has it; None: there is none of this number."""
    query = select(profile_versions.c.content).where(profile_versions.c.id == version)
    found: dict[str, Any] | None = tx.execute(query).scalar()
    return found
