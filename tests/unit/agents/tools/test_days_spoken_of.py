"""A weekday or a day of the month by itself means a day near those that were spoken of."""

from datetime import UTC, date, datetime

import pytest

from agents.tools.said import meant_among
from agents.understanding.dates import find_dates

NOW = datetime(2027, 3, 10, 18, tzinfo=UTC)
FRIDAY, SATURDAY, NEXT_MONTH = date(2027, 6, 11), date(2027, 6, 26), date(2027, 7, 3)


@pytest.mark.parametrize(
    ("text", "spoken_of", "meant"),
    [
        ("the 26th then", [FRIDAY, SATURDAY], ["2027-06-26"]),
        ("the 19th", [SATURDAY], ["2027-06-19"]),
        ("on the 5th", [SATURDAY], ["2027-06-05"]),
        ("the 31st", [SATURDAY], ["2027-03-31"]),
        ("the 19th", [SATURDAY, NEXT_MONTH], ["2027-03-19"]),
        ("the 5th", [date(2027, 3, 20)], ["2027-04-05"]),
        ("the 19th", [], ["2027-03-19"]),
        ("may 19th", [SATURDAY], ["2027-05-19"]),
        ("saturday works", [FRIDAY, SATURDAY], ["2027-06-26"]),
        ("saturday", [FRIDAY], ["2027-03-13", "2027-06-12"]),
        ("saturday", [date(2027, 3, 12)], ["2027-03-13"]),
    ],
)
def test_what_a_bare_day_means(text: str, spoken_of: list[date], meant: list[str]) -> None:
    (found,) = find_dates(text, NOW)
    assert [str(day) for day in meant_among(found, spoken_of).choices] == meant
