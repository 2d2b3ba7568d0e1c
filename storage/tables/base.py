"""What the tables share: one metadata with named constraints, and the usual columns."""

from typing import Any

from sqlalchemy import Column, ForeignKey, MetaData, String

from storage.types import Id, UtcDateTime

# Named, so that migrations can drop what they made, on both databases.
metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def key() -> Column[int]:
    return Column("id", Id, primary_key=True)


def public_id() -> Column[str]:
    return Column("public_id", String(32), nullable=False, unique=True)


def refers(name: str, table: str, *, nullable: bool = True, **kw: Any) -> Column[int]:
    return Column(name, Id, ForeignKey(f"{table}.id"), nullable=nullable, **kw)


def when(name: str, *, nullable: bool = True, **kw: Any) -> Column[Any]:
    return Column(name, UtcDateTime, nullable=nullable, **kw)
