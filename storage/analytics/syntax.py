"""What a query may be made of: kinds of syntax, functions, types. All else is refused."""

import re
from collections.abc import Callable, Mapping

from sqlglot import exp

from storage.analytics.errors import QueryRefused

_LONGEST_TEXT = 200  # of one literal
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_ %$#().,:/-]{0,59}")
_UNITS = frozenset("year quarter month week day hour minute second".split())
_EXTRACTED = _UNITS | frozenset("dow isodow doy isoyear epoch".split())
_TYPES = frozenset("INT BIGINT SMALLINT DECIMAL FLOAT DOUBLE TEXT VARCHAR DATE TIMESTAMP".split())
_DATE_WORDS = re.compile(
    r"(?:FM|YYYY|IYYY|MM|DDD|DD|Mon|Month|Dy|Day|HH24|HH12|HH|MI|SS|IW|ID|Q|[^A-Za-z\"\\])+"
)

_SYNTAX = (
    exp.Select, exp.Union, exp.Intersect, exp.Except, exp.Subquery, exp.With, exp.CTE,
    exp.TableAlias, exp.Table, exp.Identifier, exp.Column, exp.Star, exp.Alias, exp.Literal,
    exp.Null, exp.Boolean, exp.Paren, exp.Neg, exp.Not, exp.And, exp.Or, exp.EQ, exp.NEQ, exp.GT,
    exp.GTE, exp.LT, exp.LTE, exp.Is, exp.NullSafeEQ, exp.NullSafeNEQ, exp.In, exp.Between,
    exp.Like, exp.ILike, exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Mod, exp.DPipe, exp.Case, exp.If,
    exp.Cast, exp.DataType, exp.DataTypeParam, exp.From, exp.Join, exp.Where, exp.Group,
    exp.Having, exp.Order, exp.Ordered, exp.Limit, exp.Offset, exp.Distinct, exp.Tuple,
    exp.Interval, exp.Var, exp.Exists, exp.Window, exp.WindowSpec, exp.Filter,
)  # fmt: skip
_FUNCTIONS = (
    exp.Count, exp.Sum, exp.Avg, exp.Min, exp.Max, exp.Median, exp.Round, exp.Abs, exp.Ceil,
    exp.Floor, exp.Coalesce, exp.Nullif, exp.Greatest, exp.Least, exp.Lower, exp.Upper,
    exp.Length, exp.Substring, exp.Trim, exp.Extract, exp.TimestampTrunc, exp.TimeToStr,
    exp.CurrentDate, exp.CurrentTimestamp, exp.Date, exp.RowNumber, exp.Rank, exp.DenseRank,
    exp.PercentRank, exp.Ntile, exp.Lag, exp.Lead, exp.FirstValue, exp.LastValue,
)  # fmt: skip
_ALLOWED = frozenset((*_SYNTAX, *_FUNCTIONS))
FUNCTIONS = (
    "count, sum, avg, min, max, median, round, abs, ceil, floor, coalesce, nullif, greatest, "
    "least, lower, upper, length, substring, trim, extract, date_trunc, to_char, current_date, "
    "now, row_number, rank, dense_rank, percent_rank, ntile, lag, lead, first_value, last_value"
)
# The parts of a node that may be there at all; most others change what is read, or how.
_PARTS: Mapping[type[exp.Expr], frozenset[str]] = {
    exp.Select: frozenset(
        "distinct expressions limit from_ joins where group having order offset with_".split()
    ),
    exp.Table: frozenset({"this", "alias", "joins"}),
    exp.Subquery: frozenset({"this", "alias", "joins", "with_", "order", "limit", "offset"}),
    exp.Star: frozenset(),
    exp.Distinct: frozenset({"expressions"}),
    exp.Cast: frozenset({"this", "to"}),
    exp.Date: frozenset({"this"}),
    exp.CurrentDate: frozenset(),
    exp.CurrentTimestamp: frozenset(),
    exp.With: frozenset({"expressions"}),
    exp.CTE: frozenset({"this", "alias"}),
    exp.Join: frozenset({"this", "side", "kind", "on", "using"}),
    exp.Column: frozenset({"this", "table"}),
    exp.In: frozenset({"this", "expressions", "query"}),
    exp.Group: frozenset({"expressions"}),
    exp.Round: frozenset({"this", "decimals"}),
    exp.Trim: frozenset({"this"}),
}


def check_syntax(node: exp.Expr) -> None:
    """Lets one node of a query's tree pass, or raises QueryRefused."""
    kind = type(node)
    if kind not in _ALLOWED:
        raise QueryRefused(_unknown(node))
    if (parts := _PARTS.get(kind)) is not None:
        for part, value in node.args.items():
            if value and part not in parts:
                raise QueryRefused(f"{_called(node)} with {part.strip('_')} is not possible here")
    if (check := _CHECKS.get(kind)) is not None:
        check(node)


def _unknown(node: exp.Expr) -> str:
    if isinstance(node, exp.Parameter | exp.Placeholder):
        return "parameters are not possible: write the values themselves"
    if isinstance(node, exp.Anonymous):
        return f"there is no function {str(node.this)[:40]} here. There are: {FUNCTIONS}"
    if isinstance(node, exp.Func):
        return f"there is no function {_called(node)} here. There are: {FUNCTIONS}"
    return f"{_called(node)} is not possible here: write one plain SELECT over the views"


def _called(node: exp.Expr) -> str:
    return type(node).__name__.lower()


def _literal(node: exp.Expr) -> None:
    if len(str(node.this)) > _LONGEST_TEXT:
        raise QueryRefused(f"a text is longer than {_LONGEST_TEXT} characters: make it shorter")


def _type(node: exp.Expr) -> None:
    if node.this.name not in _TYPES:
        raise QueryRefused(
            f"there is no type {node.this.name.lower()} here: cast to int, numeric, float, text, "
            "date or timestamp"
        )


def _name(node: exp.Expr) -> None:
    if not _NAME.fullmatch(str(node.this)):
        raise QueryRefused("a name is too odd: use letters, digits and spaces, at most 60")


def _var(node: exp.Expr) -> None:
    if not isinstance(node.parent, exp.Interval | exp.Extract | exp.TimestampTrunc):
        raise QueryRefused(f"{str(node.this)[:40]} is not understood here")


def _extract(node: exp.Expr) -> None:
    if str(node.this.name).lower() not in _EXTRACTED:
        raise QueryRefused(f"extract one of: {', '.join(sorted(_EXTRACTED))}")


def _trunc(node: exp.Expr) -> None:
    unit = node.args.get("unit")
    if unit is None or str(unit.name).lower() not in _UNITS or node.args.get("zone"):
        raise QueryRefused(f"date_trunc to one of: {', '.join(sorted(_UNITS))}")


def _interval(node: exp.Expr) -> None:
    count, unit = node.this, node.args.get("unit")
    plain = isinstance(count, exp.Literal) and re.fullmatch(r"\d{1,5}", str(count.this))
    if not plain or unit is None or str(unit.name).lower().rstrip("s") not in _UNITS:
        raise QueryRefused("write an interval such as INTERVAL '7 days'")


def _number(node: exp.Expr) -> None:
    if not (isinstance(node.expression, exp.Literal) and not node.expression.is_string):
        raise QueryRefused("LIMIT and OFFSET take a plain number")


def _format(node: exp.Expr) -> None:
    wanted = node.args["format"]
    if not isinstance(wanted, exp.Literal):
        raise QueryRefused("to_char takes its format as a text, such as 'YYYY-MM'")


def date_format(text: str) -> str:
    """A to_char format for dates, without PostgreSQL's padding. Raises QueryRefused."""
    if not _DATE_WORDS.fullmatch(text):
        raise QueryRefused(
            "to_char is for dates here, with YYYY, MM, DD, Mon, Month, Dy, Day, HH24, MI, SS, "
            "IYYY, IW, ID, Q; for numbers use round"
        )
    return re.sub(r"(?:FM)?(Month|Day)", r"FM\1", text)


_CHECKS: Mapping[type[exp.Expr], Callable[[exp.Expr], None]] = {
    exp.Literal: _literal,
    exp.DataType: _type,
    exp.Identifier: _name,
    exp.Var: _var,
    exp.Extract: _extract,
    exp.TimestampTrunc: _trunc,
    exp.Interval: _interval,
    exp.Limit: _number,
    exp.Offset: _number,
    exp.TimeToStr: _format,
}
