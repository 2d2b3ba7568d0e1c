"""A query that passed the guard, as each database spells it.

It means the same on both: a division is a true one and by nothing gives nothing, LIKE ignores case,
and days and times count as PostgreSQL counts them (storage/analytics/functions.py does so on
SQLite).
"""

from collections.abc import Callable, Mapping

from sqlglot import exp

from storage.analytics.columns import Frame, view_sql
from storage.analytics.guard import Query, text

_DAYS = frozenset(("year", "quarter", "month", "week", "day"))
_NUMBERS = (exp.Count, exp.Sum, exp.Avg, exp.Mul, exp.Div, exp.Round, exp.Length, exp.Abs)
Rule = Callable[[exp.Expr], exp.Expr]


def spelled(query: Query, dialect: str, frame: Frame, most: int, *, personal: bool) -> str:
    """The statement to run: the views' SELECTs, the query over them, at most so many rows."""
    tree = query.tree.copy()
    rules = _SQLITE if dialect == "sqlite" else _POSTGRES
    for node in reversed(list(tree.walk())):  # what is within a node first
        rule = rules.get(type(node))
        if rule is not None and (made := rule(node)) is not node:
            node.replace(made)
    for node in list(tree.find_all(exp.CurrentDate, exp.CurrentTimestamp)):
        today = isinstance(node, exp.CurrentDate)
        literal = text(frame.today if today else frame.now)
        kind = "date" if today else "timestamp"
        node.replace(literal if dialect == "sqlite" else exp.cast(literal, kind))
    words = tree.sql(dialect="sqlite" if dialect == "sqlite" else "postgres", comments=False)
    answer = f"SELECT * FROM ({words}) AS answer LIMIT {most}"
    # Joined to days, SQLite would go through a view once for each day.
    by_day = dialect == "sqlite" and any(view.name == "v_days" for view in query.views)
    kept = "MATERIALIZED " if by_day else ""
    views = ", ".join(
        f"{view.name} AS {kept}({view_sql(view, dialect, frame, personal=personal)})"
        for view in query.views
    )
    return f"WITH {views} {answer}" if views else answer


def _call(name: str, *given: exp.Expr) -> exp.Expr:
    return exp.Anonymous(this=name, expressions=[each.copy() for each in given])


def _unit(node: exp.Expr) -> str:
    return str(node.name).lower().rstrip("s")


def _true_division(node: exp.Expr, kind: str) -> exp.Expr:
    below = exp.Nullif(this=node.expression.copy(), expression=exp.Literal.number(0))
    made = exp.Div(this=exp.cast(node.this.copy(), kind), expression=below, typed=True, safe=True)
    return exp.Paren(this=made)


def _epoch_of_difference(node: exp.Expr) -> exp.Sub | None:
    inner = node.expression.unnest()
    if str(node.this.name).lower() == "epoch" and isinstance(inner, exp.Sub):
        return inner
    return None


# PostgreSQL


def _pg_round(node: exp.Expr) -> exp.Expr:
    if node.args.get("decimals") is not None:
        node.set("this", exp.cast(node.this.copy(), "decimal"))
    return node


def _pg_trunc(node: exp.Expr) -> exp.Expr:
    days = _unit(node.args["unit"]) in _DAYS
    return exp.cast(node.copy(), "date") if days else node


def _pg_extract(node: exp.Expr) -> exp.Expr:
    if (difference := _epoch_of_difference(node)) is not None:
        ends = (difference.this, difference.expression)
        start, end = (exp.cast(each.copy(), "timestamp") for each in ends)
        node.set("expression", exp.Paren(this=exp.Sub(this=start, expression=end)))
    return node


def _pg_like(node: exp.Expr) -> exp.Expr:
    return exp.ILike(this=node.this.copy(), expression=node.expression.copy())


_POSTGRES: Mapping[type[exp.Expr], Rule] = {
    exp.Div: lambda node: _true_division(node, "decimal"),
    exp.Round: _pg_round,
    exp.TimestampTrunc: _pg_trunc,
    exp.Extract: _pg_extract,
    exp.Like: _pg_like,
    exp.Date: lambda node: exp.cast(node.this.copy(), "date"),
}


# SQLite, where a date is a text


def _plus(name: str) -> Rule:
    def rule(node: exp.Expr) -> exp.Expr:
        if isinstance(node.this, _NUMBERS) and isinstance(node.expression, _NUMBERS):
            return node
        return _call(name, node.this, node.expression)

    return rule


def _interval(node: exp.Expr) -> exp.Expr:
    return text(f"@{node.this.this} {_unit(node.args['unit'])}")


def _extract(node: exp.Expr) -> exp.Expr:
    inner = node.expression.unnest()
    # Its difference is a call by now: what is within a node comes first.
    if _unit(node.this) == "epoch" and isinstance(inner, exp.Anonymous) and inner.this == "minus_":
        return _call("seconds_", *inner.expressions)
    return _call("extract_", text(_unit(node.this)), node.expression)


def _cast(node: exp.Expr) -> exp.Expr:
    kind = node.args["to"].this.name
    match kind:
        case "DATE":
            return _call("date_", node.this)
        case "TIMESTAMP":
            return _call("timestamp_", node.this)
        case "INT" | "BIGINT" | "SMALLINT":
            return exp.cast(exp.Round(this=node.this.copy()), "int")
        case "DECIMAL" | "FLOAT" | "DOUBLE":
            made = exp.cast(node.this.copy(), "float")
            digits = [param.this for param in node.args["to"].expressions][1:]
            return exp.Round(this=made, decimals=digits[0].copy()) if digits else made
        case _:
            return exp.cast(node.this.copy(), "text")


_SQLITE: Mapping[type[exp.Expr], Rule] = {
    exp.Add: _plus("plus_"),
    exp.Sub: _plus("minus_"),
    exp.Div: lambda node: _true_division(node, "float"),
    exp.Interval: _interval,
    exp.Extract: _extract,
    exp.TimestampTrunc: lambda node: _call("trunc_", text(_unit(node.args["unit"])), node.this),
    exp.Cast: _cast,
    exp.Date: lambda node: _call("date_", node.this),
    exp.ILike: lambda n: exp.Like(this=n.this.copy(), expression=n.expression.copy()),
    exp.Median: lambda node: _call("median_", node.this),
}
