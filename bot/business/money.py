"""Money is whole cents. Dollars exist only in what an owner writes and what a customer reads."""

from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Annotated

from pydantic import BeforeValidator, Field, PlainSerializer

_HOW_TO_WRITE = "write dollars and cents, for example 28.00"


def parse_dollars(value: object) -> int:
    """Turn dollars as an owner writes them (28, 28.00 or "28.00") into whole cents.

    Raises ValueError for anything else, a binary float included, since it cannot hold 0.10.
    """
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
        raise ValueError(_HOW_TO_WRITE)
    try:
        cents = Decimal(value) * 100
    except InvalidOperation:
        raise ValueError(_HOW_TO_WRITE) from None
    if not cents.is_finite() or cents != cents.to_integral_value():
        raise ValueError(_HOW_TO_WRITE)
    return int(cents)


def dollars_text(cents: int) -> str:
    """Return the form parse_dollars reads: 2800 gives "28.00"."""
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02d}"


def format_cents(cents: int) -> str:
    """Return an amount as a customer reads it: 123450 gives "$1,234.50"."""
    sign = "-" if cents < 0 else ""
    return f"{sign}${abs(cents) // 100:,}.{abs(cents) % 100:02d}"


def percent_half_up(cents: int, percent: Decimal) -> int:
    """Return percent of cents, half a cent rounded up. This is how tax is rounded."""
    return int((Decimal(cents) * percent / 100).to_integral_value(ROUND_HALF_UP))


def percent_up(cents: int, percent: Decimal) -> int:
    """Return percent of cents, any part of a cent rounded up. This is how deposits are rounded."""
    return int((Decimal(cents) * percent / 100).to_integral_value(ROUND_CEILING))


def share_half_up(cents: int, parts: int) -> int:
    """Return one of equal parts of cents, half a cent rounded up."""
    return int((Decimal(cents) / parts).to_integral_value(ROUND_HALF_UP))


Cents = Annotated[
    int,
    BeforeValidator(parse_dollars),
    Field(ge=0),
    PlainSerializer(dollars_text, return_type=str),
]
"""A profile's amount: dollars in its file and in JSON, whole cents in memory."""

Percent = Annotated[Decimal, Field(ge=0, le=100, allow_inf_nan=False)]
