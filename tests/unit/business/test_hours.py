from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from bot.business.hours import Holiday, Span, holiday_in, hours_text, parse_hours


@pytest.mark.parametrize(
    ("written", "spans"),
    [
        ("closed", ()),
        (" Closed ", ()),
        ("09:00-18:00", (Span(540, 1080),)),
        ("9:00 - 18:30", (Span(540, 1110),)),
        ("13:00-18:00, 09:00-12:00", (Span(540, 720), Span(780, 1080))),
        ("18:00-24:00", (Span(1080, 1440),)),
    ],
)
def test_hours_are_read(written: str, spans: tuple[Span, ...]) -> None:
    assert parse_hours(written) == spans
    assert parse_hours(hours_text(spans)) == spans


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("", "write"),
        ("9-5", "write"),
        ("09:00-25:00", "no time of day"),
        ("09:00-10:75", "no time of day"),
        ("18:00-02:00", "split hours at 24:00"),
        ("09:00-09:00", "ends before it begins"),
        ("09:00-12:00, 11:00-14:00", "overlaps"),
        ("09:00-12:00, 12:00-14:00", "overlaps"),
        (9, "write"),
    ],
)
def test_unreadable_hours_say_how_to_write_them(written: object, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        parse_hours(written)


@pytest.mark.parametrize(
    ("day", "opens_utc"),
    [
        (date(2027, 3, 13), "2027-03-13 17:00"),
        (date(2027, 3, 14), "2027-03-14 16:00"),  # clocks go forward that night
        (date(2027, 11, 6), "2027-11-06 16:00"),
        (date(2027, 11, 7), "2027-11-07 17:00"),  # clocks go back that night
    ],
)
def test_nine_is_nine_on_the_wall_when_clocks_change(day: date, opens_utc: str) -> None:
    opens, _ = Span(540, 1080).instants(day, ZoneInfo("America/Los_Angeles"))
    assert opens == datetime.fromisoformat(opens_utc).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "year", "day"),
    [
        ("12-25", 2026, date(2026, 12, 25)),
        ("2027-03-28", 2027, date(2027, 3, 28)),
        ("2027-03-28", 2026, None),
        ("4th thursday of november", 2026, date(2026, 11, 26)),
        ("4th Thursday in November", 2029, date(2029, 11, 22)),
        ("last monday of may", 2027, date(2027, 5, 31)),
        ("1st monday of september", 2026, date(2026, 9, 7)),
        ("5th friday of february", 2027, None),
        ("5th tuesday of february", 2028, date(2028, 2, 29)),
        ("02-29", 2027, None),
        ("02-29", 2028, date(2028, 2, 29)),
        ("2028-02-29", 2028, date(2028, 2, 29)),
    ],
)
def test_holidays_fall_where_the_calendar_says(written: str, year: int, day: date | None) -> None:
    assert holiday_in(written, year) == day


@pytest.mark.parametrize("written", ["", "Christmas", "25-12", "02-30", "6th monday of may"])
def test_unreadable_holidays_say_how_to_write_them(written: str) -> None:
    with pytest.raises(ValidationError, match="4th thursday of november"):
        Holiday(name="Some day", on=written, events=())


def test_a_day_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="does not exist"):
        holiday_in("2027-02-29", 2027)


def test_a_holiday_may_run_into_the_next_year() -> None:
    break_ = Holiday.model_validate(
        {"name": "Winter break", "on": "12-30", "days": 4, "events": "closed"}
    )
    covered = [date(2026, 12, 30), date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 2)]
    assert all(map(break_.covers, covered))
    assert not break_.covers(date(2026, 12, 29))
    assert not break_.covers(date(2027, 1, 3))


def test_a_holiday_that_changes_nothing_is_refused() -> None:
    with pytest.raises(ValidationError, match="needs events or staff"):
        Holiday(name="Nothing", on="12-25")
