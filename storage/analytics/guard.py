"""The first wall: a query is read, and only what is known to be harmless is let through.

Everything is an allow-list: syntax, functions, types, views, columns. What passes names no table
of the database; SELECTs of our own stand for the views, and no name of the query's can mean
anything else.
"""

import logging
import re
from collections.abc import Mapping

from msgspec import Struct
from sqlglot import exp, parse
from sqlglot.errors import ParseError, TokenError
from sqlglot.generator import Generator

from storage.analytics.columns import View
from storage.analytics.errors import QueryRefused
from storage.analytics.syntax import check_syntax, date_format

_LONGEST = 8_000  # characters
_MOST_NODES = 2_000
_MOST_JOINED = 8  # ||: each may double a text
_OWN = "q_"  # before the names of a query's own CTEs: they can never mean a table
_NAME = re.compile(r"[a-z_][a-z0-9_]{0,50}")
_STRFTIME = re.compile(r"(?:%[YmdHMSGVj]|[^%A-Za-z\"\\])+")

# It would log what it cannot read, which is what somebody asked.
logging.getLogger("sqlglot").setLevel(logging.CRITICAL)


class Query(Struct, frozen=True):
    """A query that passed. tree: its syntax, in PostgreSQL's terms. views: those it asks."""

    tree: exp.Query
    views: tuple[View, ...]


def read_query(sql: str, views: Mapping[str, View], *, personal: bool) -> Query:
    """Reads a query, written as PostgreSQL has it. personal: whether personal columns may be
    asked for. Raises QueryRefused."""
    try:
        tree = _parsed(sql)
        _translate(tree)
        _harmless(tree)
        used = _resolve_tables(tree, views)
        _known_columns(tree, used, personal=personal)
        _name_results(tree)
    except RecursionError:
        raise QueryRefused("the query is nested too deep: make it plainer") from None
    return Query(tree, used)


def _parsed(sql: str) -> exp.Query:
    if len(sql) > _LONGEST:
        raise QueryRefused(f"the query is longer than {_LONGEST} characters: make it shorter")
    try:
        found = [tree for tree in parse(sql, read="postgres") if tree is not None]
    except ParseError as error:
        raise QueryRefused(_where(error)) from None
    except (TokenError, ValueError, TypeError, IndexError):
        raise QueryRefused("this cannot be read as SQL: write one plain SELECT") from None
    if len(found) != 1:
        raise QueryRefused("write exactly one SELECT, nothing before or after it")
    [tree] = found
    if not isinstance(tree, exp.Select | exp.SetOperation):
        raise QueryRefused("only SELECT is possible here: nothing can be changed, set or shown")
    return tree


def _where(error: ParseError) -> str:
    if not error.errors:
        return "this cannot be read as SQL: write one plain SELECT"
    at = error.errors[0]
    place = f"line {at.get('line')}, column {at.get('col')}"
    return f"this cannot be read as SQL: {place}, at {str(at.get('highlight') or '')[:40]!r}"


def _translate(tree: exp.Query) -> None:
    """Names as PostgreSQL reads them, and SQLite's way of writing dates where it means the
    same."""
    for name in tree.find_all(exp.Identifier):
        if not name.quoted:
            name.set("this", str(name.this).lower())
    for node in list(tree.find_all(exp.Anonymous)):
        given = node.expressions
        if str(node.this).lower() == "strftime" and len(given) == 2:
            written = given[0]
            if isinstance(written, exp.Literal) and _STRFTIME.fullmatch(str(written.this)):
                node.replace(exp.TimeToStr(this=given[1], format=written))
    for date in list(tree.find_all(exp.Date)):
        if isinstance(date.this, exp.Literal) and str(date.this.this) == "now":
            date.replace(exp.CurrentDate())


def _harmless(tree: exp.Query) -> None:
    joined = 0
    for count, node in enumerate(tree.walk()):
        if count > _MOST_NODES:
            raise QueryRefused("the query is too large: ask for less at once")
        check_syntax(node)
        joined += type(node) is exp.DPipe
    if joined > _MOST_JOINED:
        raise QueryRefused(f"more than {_MOST_JOINED} texts are joined with ||: use fewer")
    for node in list(tree.find_all(exp.TimeToStr)):
        wanted = date_format((_POSTGRES.format_time(node) or "''")[1:-1])
        node.replace(exp.Anonymous(this="to_char", expressions=[node.this, text(wanted)]))


def text(words: str) -> exp.Literal:
    """A text as SQL writes it."""
    return exp.Literal.string(words)


def _postgres() -> Generator:
    from sqlglot.dialects.postgres import Postgres

    return Postgres().generator()


_POSTGRES = _postgres()


def _resolve_tables(tree: exp.Query, views: Mapping[str, View]) -> tuple[View, ...]:
    """Gives the query's own CTEs names that nothing else has; the views it asks."""
    own = {_own_name(cte, views): cte for cte in tree.find_all(exp.CTE)}
    used: dict[str, View] = {}
    for table in tree.find_all(exp.Table):
        name = table.name.lower()
        if not isinstance(table.this, exp.Identifier):
            raise QueryRefused("a function cannot stand in FROM: ask the views")
        if name in views:
            used[name] = views[name]
        elif name not in own:
            raise QueryRefused(f"there is no view {name[:60]}. There are: {', '.join(views)}")
        if not table.alias:
            table.set("alias", exp.TableAlias(this=exp.to_identifier(name)))
        table.set("this", exp.to_identifier(_OWN + name if name in own else name))
    for name, cte in own.items():
        cte.args["alias"].set("this", exp.to_identifier(_OWN + name))
    return tuple(used.values())


def _own_name(cte: exp.CTE, views: Mapping[str, View]) -> str:
    name = cte.alias.lower()
    if not _NAME.fullmatch(name):
        raise QueryRefused("name what stands in WITH by letters, digits and underscores")
    if name in views:
        raise QueryRefused(f"{name} is a view: give what stands in WITH another name")
    return name


def _known_columns(tree: exp.Query, used: tuple[View, ...], *, personal: bool) -> None:
    """Only columns of the views and names that the query itself gives. Databases have hidden
    columns, and call functions by what looks like a column."""
    known = {column.name for view in used for column in view.visible(personal=personal)}
    known |= {alias.alias.lower() for alias in tree.find_all(exp.Alias)}
    known |= {
        str(name.this).lower() for alias in tree.find_all(exp.TableAlias) for name in alias.columns
    }
    names = {str(each.this.this) for each in tree.find_all(exp.Column) if not each.is_star}
    names |= {str(name.this) for join in tree.find_all(exp.Join) for name in _using(join)}
    for name in names:
        if name.lower() not in known:
            raise QueryRefused(_no_column(name.lower()[:60], used))


def _name_results(tree: exp.Query) -> None:
    """Names what the query computes and does not name, or names twice; each database would by a
    rule of its own."""
    names = {name.lower() for name in tree.named_selects}
    taken: set[str] = set()
    for node in list(tree.selects):
        if node.is_star:
            continue
        base = node.sql_name().lower() if isinstance(node, exp.Func) else "value"
        base, others = (node.output_name, taken) if node.output_name else (base, taken | names)
        name, number = base, 2
        while name.lower() in others:
            name, number = f"{base}_{number}", number + 1
        taken.add(name.lower())
        if name != node.output_name:
            node.replace(exp.alias_(node.unalias().copy(), name, quoted=True))


def _using(join: exp.Join) -> list[exp.Expr]:
    return list(join.args.get("using") or ())


def _no_column(name: str, used: tuple[View, ...]) -> str:
    if any(name == column.name and column.personal for view in used for column in view.columns):
        return f"{name} is personal: only admins may ask for it, with personal set to true"
    there = "; ".join(
        f"{view.name}: {', '.join(c.name for c in view.visible(personal=False))}" for view in used
    )
    return f"there is no column {name}. There are, in {there or 'no view that is asked'}"
