"""The arithmetic of dates and the reading of times."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from agents.understanding.calendar_math import (
    add_months,
    before,
    coming_day_of_month,
    coming_month_day,
    nearest,
    nth_weekday,
    weekend_near,
)
from agents.understanding.dates import find_dates, find_times
from agents.understanding.holidays import easter

ZONE = ZoneInfo("America/Los_Angeles")


def test_today_is_the_day_in_the_business_zone() -> None:
    late = datetime(2027, 3, 1, 23, 30, tzinfo=ZONE)
    assert find_dates("tomorrow", late)[0].value == date(2027, 3, 2)


def test_the_text_and_its_span_are_the_customers_own() -> None:
    found = find_dates("Could we do SAT, June 12th instead?", datetime(2027, 3, 1, tzinfo=ZONE))
    assert [(each.text, each.span) for each in found] == [("SAT, June 12th", (12, 26))]


@pytest.mark.parametrize(
    ("year", "day"),
    [(2024, date(2024, 3, 31)), (2027, date(2027, 3, 28)), (2038, date(2038, 4, 25))],
)
def test_easter(year: int, day: date) -> None:
    assert easter(year) == day


def test_weekdays_of_a_month() -> None:
    assert nth_weekday(2027, 5, -1, 0) == date(2027, 5, 31)
    assert nth_weekday(2027, 9, 1, 0) == date(2027, 9, 6)
    with pytest.raises(ValueError, match="day is out of range"):
        nth_weekday(2027, 2, 5, 0)


def test_days_that_some_months_lack() -> None:
    assert add_months(date(2027, 1, 31), 1) == date(2027, 2, 28)
    assert coming_day_of_month(date(2027, 2, 3), 31) == date(2027, 3, 31)
    assert coming_month_day(date(2027, 3, 1), 2, 29) == date(2028, 2, 29)
    assert coming_month_day(date(2027, 3, 1), 6, 31) is None


def test_weekdays_beside_a_day() -> None:
    monday = date(2027, 5, 31)
    assert before(monday, 5) == date(2027, 5, 29)
    assert before(monday, 0) == date(2027, 5, 24)
    assert nearest(monday, 6) == date(2027, 5, 30)
    assert weekend_near(monday) == (date(2027, 5, 29), date(2027, 5, 30), monday)
    assert weekend_near(date(2027, 6, 16)) == (date(2027, 6, 19), date(2027, 6, 20))


def test_a_count_of_weeks_beyond_the_calendar_is_no_date() -> None:
    assert find_dates("in 900000 weeks", datetime(2027, 3, 1, tzinfo=ZONE)) == []


@pytest.mark.parametrize(
    ("text", "value", "guessed"),
    [
        ("7", time(19), True),
        ("7ish", time(19), True),
        ("around 6:30", time(18, 30), True),
        ("6pm", time(18), False),
        ("6:30 p.m. works", time(18, 30), False),
        ("6.30pm", time(18, 30), False),
        ("630pm", time(18, 30), False),
        ("noon", time(12), False),
        ("midnight", time(0), False),
        ("half past 11", time(11, 30), True),
        ("half past 11 in the morning", time(11, 30), False),
        ("quarter to 8", time(19, 45), True),
        ("quarter past five in the evening", time(17, 15), False),
        ("seven thirty", time(19, 30), True),
        ("eleven in the morning", time(11), False),
        ("ten PM", time(22), False),
        ("8 at night", time(20), False),
        ("evening 5:30", time(17, 30), False),
        ("at 7 on june 12", time(19), True),
        ("at 4 for 30 people", time(16), True),
        ("5-7pm", time(17), False),
        ("11-2pm", time(11), False),
        ("18:30", time(18, 30), False),
        ("6 o'clock", time(18), True),
        ("let's say 12:30 for lunch", time(12, 30), True),
        ("9 in the morning", time(9), False),
    ],
)
def test_times(text: str, value: time, guessed: bool) -> None:
    found = find_times(text)
    assert [(each.value, each.guessed) for each in found] == [(value, guessed)]
    assert text[slice(*found[0].span)] == found[0].text


@pytest.mark.parametrize(
    "text",
    ["40", "for 12 people", "at 12 Oak Street", "in 10", "$7", "6/12", "the 7th", "at 5 locations"],
)
def test_no_times(text: str) -> None:
    assert find_times(text) == []
