from decimal import Decimal

import pytest

from bot.business.money import (
    dollars_text,
    format_cents,
    parse_dollars,
    percent_half_up,
    percent_up,
    share_half_up,
)


@pytest.mark.parametrize(
    ("written", "cents"),
    [
        (28, 2800),
        (Decimal("28.00"), 2800),
        (Decimal("28.5"), 2850),
        ("0.10", 10),
        (Decimal("0.01"), 1),
        (Decimal("1E+2"), 10000),
        (0, 0),
    ],
)
def test_dollars_become_whole_cents(written: object, cents: int) -> None:
    assert parse_dollars(written) == cents


@pytest.mark.parametrize(
    "written", [28.10, True, None, "", "28,00", "$28", Decimal("28.001"), Decimal("NaN"), "inf"]
)
def test_what_is_no_exact_amount_is_refused(written: object) -> None:
    with pytest.raises(ValueError, match="dollars and cents"):
        parse_dollars(written)


@pytest.mark.parametrize(
    ("cents", "read", "written"),
    [
        (0, "$0.00", "0.00"),
        (5, "$0.05", "0.05"),
        (123450, "$1,234.50", "1234.50"),
        (100000000, "$1,000,000.00", "1000000.00"),
        (-250, "-$2.50", "-2.50"),
    ],
)
def test_amounts_are_written_to_the_cent(cents: int, read: str, written: str) -> None:
    assert format_cents(cents) == read
    assert dollars_text(cents) == written
    assert parse_dollars(written) == cents


@pytest.mark.parametrize(
    ("cents", "percent", "half_up", "up"),
    [
        (100, "50", 50, 50),
        (101, "50", 51, 51),  # 50.5
        (10, "9.75", 1, 1),  # 0.975
        (10, "4", 0, 1),  # 0.4
        (30000, "9.75", 2925, 2925),
        (200, "0.25", 1, 1),  # 0.5
        (600, "0.25", 2, 2),  # 1.5: to even would give the same
        (1000, "0.25", 3, 3),  # 2.5: to even would give 2
        (0, "9.75", 0, 0),
    ],
)
def test_percents_are_rounded_as_documented(
    cents: int, percent: str, half_up: int, up: int
) -> None:
    assert percent_half_up(cents, Decimal(percent)) == half_up
    assert percent_up(cents, Decimal(percent)) == up


@pytest.mark.parametrize(("cents", "parts", "share"), [(100, 3, 33), (5, 2, 3), (200, 3, 67)])
def test_a_share_is_rounded_half_up(cents: int, parts: int, share: int) -> None:
    assert share_half_up(cents, parts) == share
