"""What the tables share: one metadata with named constraints, and the usual columns."""

from typing import Any

from sqlalchemy import Column, ForeignKey, Index, MetaData, String, text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.schema import CreateIndex
from sqlalchemy.sql.compiler import DDLCompiler

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
    """A row's own id, which never leaves the house."""
    return Column("id", Id, primary_key=True)


def public_id() -> Column[str]:
    """The id by which the world may name a row; it cannot be guessed."""
    return Column("public_id", String(32), nullable=False, unique=True)


def refers(name: str, table: str, *, nullable: bool = True, **kw: Any) -> Column[int]:
    """The id of a row in another table."""
    return Column(name, Id, ForeignKey(f"{table}.id"), nullable=nullable, **kw)


def when(name: str, *, nullable: bool = True, **kw: Any) -> Column[Any]:
    """A moment, aware and in UTC."""
    return Column(name, UtcDateTime, nullable=nullable, **kw)


def partial_index(name: str, *columns: Column[Any], where: str, unique: bool = False) -> Index:
    """An index of the rows that a condition holds for."""
    info = {"where": where}
    return Index(name, *columns, unique=unique, sqlite_where=text(where), info=info)


@compiles(CreateIndex, "postgresql")
def _on_postgres(create: CreateIndex, compiler: DDLCompiler, **kw: Any) -> str:
    """An index's postgresql_where would load that dialect, which takes long, on SQLite too."""
    made: str = compiler.visit_create_index(create, **kw)  # type: ignore[no-untyped-call]
    where = create.element.info.get("where")
    return f"{made} WHERE {where}" if where else made
