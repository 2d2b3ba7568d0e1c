"""The vectors of knowledge pages' passages, by the model that made them and the text's hash."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, select, update

from storage.statement import upserting
from storage.tables import passage_vectors

_keep = upserting(
    lambda insert: (
        insert(passage_vectors)
        .values(
            model=bindparam("model"),
            content_hash=bindparam("content_hash"),
            vector=bindparam("vector"),
            used_at=bindparam("used_at"),
        )
        .on_conflict_do_nothing()
    )
)


def vectors(tx: Connection, model: str, hashes: Sequence[str]) -> dict[str, bytes]:
    """{hash: vector} of those that are there."""
    query = select(passage_vectors.c.content_hash, passage_vectors.c.vector).where(
        passage_vectors.c.model == model, passage_vectors.c.content_hash.in_(hashes)
    )
    return {row.content_hash: bytes(row.vector) for row in tx.execute(query)}


def keep_vectors(tx: Connection, model: str, made: Mapping[str, bytes], now: datetime) -> None:
    """Keeps {hash: vector}; one that is there already stays."""
    rows = [
        {"model": model, "content_hash": key, "vector": vector, "used_at": now}
        for key, vector in made.items()
    ]
    _keep.run_each(tx, rows)


def forget_unused(
    tx: Connection, model: str, used: Sequence[str], now: datetime, before: datetime
) -> None:
    """Marks a model's vectors of these hashes as used now, and drops those of any model that
    nobody has used since before."""
    mine = passage_vectors.c.model == model
    marked = update(passage_vectors).where(mine, passage_vectors.c.content_hash.in_(used))
    tx.execute(marked.values(used_at=now))
    tx.execute(delete(passage_vectors).where(passage_vectors.c.used_at < before))
