"""Run by Alembic with the connection that storage.migrate hands over."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import BigInteger

from storage.tables import metadata
from storage.types import Json, UtcDateTime


def render(kind: str, value: Any, _: Any) -> str | Literal[False]:
    """Our own column types by their names, where a migration is drafted."""
    if kind != "type":
        return False
    if isinstance(value, UtcDateTime):
        return "UtcDateTime()"
    if isinstance(value, type(Json)):
        return "Json"
    if isinstance(value, BigInteger) and "sqlite" in value._variant_mapping:
        return "Id"
    return False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection, target_metadata=metadata, render_as_batch=True, render_item=render
)
with context.begin_transaction():
    context.run_migrations()
