"""Statements that run often, made once.

SQLite answers a small statement in a few microseconds, and SQLAlchemy's way there and back takes
ten times as long. These run on the driver itself there: compiled by SQLAlchemy, and with its
conversion of values. On PostgreSQL the way to the server costs more than either.
"""

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, cast

from msgspec import Struct
from sqlalchemy import Connection, Delete, Dialect, Insert, Select, Table, Update
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import DBAPIError, StatementError

from storage.database import StorageError

Row = tuple[Any, ...]
Values = Mapping[str, Any]
Convert = Callable[[Any], Any]
Whole = Select[*tuple[Any, ...]] | Insert | Update | Delete


class _Plan(Struct, frozen=True):
    """A statement as the driver takes it. fixed: the values of its constants. places: what stands
    for each question mark. ins, outs: how some values are converted, by name and by column."""

    text: str
    fixed: dict[str, Any]
    places: Sequence[tuple[str, Convert | None]]
    outs: Sequence[tuple[int, Convert]]

    def arguments(self, values: Values) -> list[Any]:
        known = {**self.fixed, **values} if self.fixed else values
        return [known[name] if to is None else to(known[name]) for name, to in self.places]

    def results(self, rows: list[Row]) -> list[Row]:
        return [self._result(row) for row in rows] if self.outs else rows

    def _result(self, row: Row) -> Row:
        fields = list(row)
        for column, convert in self.outs:
            fields[column] = convert(fields[column])
        return tuple(fields)


class Statement:
    """A statement whose values all come from outside, by name, or are constants; a column's
    default is not filled in, and no list of values has a length of its own each time.
    on_postgres(): the same as PostgreSQL spells it."""

    def __init__(self, statement: Whole, on_postgres: Callable[[], Whole] | None = None) -> None:
        self._statement, self._spelt = statement, on_postgres
        self._plans: dict[tuple[str, ...], _Plan] = {}

    @cached_property
    def _on_postgres(self) -> Whole:
        return self._statement if self._spelt is None else self._spelt()

    def rows(self, tx: Connection, **values: Any) -> list[Row]:
        """What it selects or returns."""
        if tx.dialect.name != "sqlite":
            return [tuple(row) for row in tx.execute(self._on_postgres, values)]
        plan = self._plan(tx.dialect, values)
        return plan.results(_run(tx, plan, values).fetchall())

    def row(self, tx: Connection, **values: Any) -> Row | None:
        """The first row; None: there is none."""
        rows = self.rows(tx, **values)
        return rows[0] if rows else None

    def value(self, tx: Connection, **values: Any) -> Any:
        """The first row's first value; None: there is no row."""
        rows = self.rows(tx, **values)
        return rows[0][0] if rows else None

    def run(self, tx: Connection, **values: Any) -> int:
        """Runs it; how many rows it changed."""
        if tx.dialect.name != "sqlite":
            return tx.execute(self._on_postgres, values).rowcount
        return _run(tx, self._plan(tx.dialect, values), values).rowcount

    def run_each(self, tx: Connection, each: Sequence[Values]) -> None:
        """Runs it for each."""
        if tx.dialect.name != "sqlite":
            tx.execute(self._on_postgres, each)
            return
        for values in each:
            _run(tx, self._plan(tx.dialect, values), values)

    def rows_each(self, tx: Connection, each: Sequence[Values]) -> list[Row]:
        """Runs it for each; what all of them return."""
        if tx.dialect.name != "sqlite":
            return [tuple(row) for row in tx.execute(self._on_postgres, each)]
        return [row for values in each for row in self.rows(tx, **values)]

    def _plan(self, dialect: Dialect, values: Values) -> _Plan:
        names = tuple(values)
        plan = self._plans.get(names)
        if plan is None:
            plan = self._plans[names] = _plan_of(self._statement, dialect, values)
        return plan


def upserting(build: Callable[[Callable[[Table], Any]], Whole]) -> Statement:
    """An INSERT with ON CONFLICT: build is called with each database's own insert()."""
    return Statement(build(sqlite.insert), lambda: build(postgres_insert()))


def postgres_insert() -> Callable[[Table], Any]:
    """PostgreSQL's own insert(). Its dialect takes long to load, and is nothing to SQLite."""
    from sqlalchemy.dialects import postgresql

    return postgresql.insert


def _plan_of(statement: Whole, dialect: Dialect, values: Values) -> _Plan:
    compiled: Any = statement.compile(dialect=dialect, column_keys=list(values))
    if left_out := [*compiled.insert_prefetch, *compiled.update_prefetch]:
        raise StorageError(f"give values for {', '.join(column.name for column in left_out)}")
    state = compiled.construct_expanded_state(dict(values))
    ins = {
        name: bound.type.dialect_impl(dialect).bind_processor(dialect)
        for name, bound in compiled.binds.items()
    }
    ins |= state.processors  # of lists, which are several values now
    return _Plan(
        text=state.statement,
        fixed={name: value for name, value in state.parameters.items() if name not in values},
        places=[(name, ins.get(name)) for name in state.positiontup],
        outs=list(_conversions(statement, dialect)),
    )


def _conversions(statement: Whole, dialect: Dialect) -> Iterable[tuple[int, Convert]]:
    for number, column in enumerate(statement.exported_columns):
        convert = column.type.dialect_impl(dialect).result_processor(dialect, None)
        if convert is not None:
            yield number, convert


def _run(tx: Connection, plan: _Plan, values: Values) -> sqlite3.Cursor:
    try:
        return driver(tx).execute(plan.text, plan.arguments(values))
    except Exception as error:
        raise wrapped(plan.text, error) from error


def driver(tx: Connection) -> sqlite3.Connection:
    """SQLite's own connection, below SQLAlchemy."""
    return cast(sqlite3.Connection, tx.connection.dbapi_connection)


def wrapped(text: str, error: Exception) -> StatementError:
    """What goes wrong on the driver, as SQLAlchemy would raise it; without the values."""
    return DBAPIError.instance(text, None, error, sqlite3.Error, hide_parameters=True)
