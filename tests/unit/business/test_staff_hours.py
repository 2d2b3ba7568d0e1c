from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.business.hours import WEEKDAYS
from bot.business.profile import Profile
from bot.business.staff_hours import staff_hours_line, staff_status

Altered = Callable[[dict[str, Any]], Profile]

PACIFIC = ZoneInfo("America/Los_Angeles")


@pytest.mark.parametrize(
    ("now", "line"),
    [
        ("2026-06-10 09:00", "within an hour"),
        ("2026-06-10 17:00", "within an hour"),
        ("2026-06-10 17:01", "by 6 pm today, or tomorrow from 9 am"),
        ("2026-06-10 18:00", "tomorrow from 9 am"),
        ("2026-06-10 23:59", "tomorrow from 9 am"),
        ("2026-06-11 00:00", "today from 9 am"),
        ("2026-06-10 08:59", "today from 9 am"),
        # Saturday, with a break from 1 to 2.
        ("2026-06-13 12:30", "by 1 pm today, or today from 2 pm"),
        ("2026-06-13 13:00", "today from 2 pm"),
        ("2026-06-13 14:00", "within an hour"),
        # Sunday evening: Monday is closed.
        ("2026-06-14 16:00", "on Tuesday from 9 am"),
        ("2026-06-15 12:00", "tomorrow from 9 am"),
        # Independence Day, a Saturday; then Thanksgiving; then Christmas and New Year.
        ("2026-07-03 20:00", "on Sunday from 10 am"),
        ("2026-07-04 12:00", "tomorrow from 10 am"),
        ("2026-11-26 12:00", "tomorrow from 9 am"),
        ("2026-12-24 12:30", "by 1 pm today, or on Saturday from 9 am"),
        ("2026-12-24 13:00", "on Saturday from 9 am"),
        ("2026-12-31 14:00", "on Saturday from 9 am"),
        # The clocks change in the night to Sunday.
        ("2027-03-13 22:00", "tomorrow from 10 am"),
        ("2027-03-14 01:59", "today from 10 am"),
        ("2027-03-14 10:00", "within an hour"),
        ("2026-11-01 01:30", "today from 10 am"),
        ("2026-11-01 09:59", "today from 10 am"),
    ],
)
def test_a_person_is_promised_when_one_is_there(profile: Profile, now: str, line: str) -> None:
    moment = datetime.fromisoformat(now).replace(tzinfo=PACIFIC)
    assert staff_hours_line(profile, moment) == line
    assert staff_hours_line(profile, moment.astimezone(UTC)) == line


def test_after_a_long_closure_the_date_is_named(altered: Altered) -> None:
    closed = altered(
        {"holidays": [{"name": "Summer", "on": "07-01", "days": 14, "staff": "closed"}]}
    )
    now = datetime(2026, 7, 1, 12, tzinfo=PACIFIC)
    assert staff_hours_line(closed, now) == "on Wednesday, July 15 from 9 am"


def test_where_nobody_ever_answers_no_hour_is_promised(altered: Altered) -> None:
    nobody = altered({"staff.hours": dict.fromkeys(WEEKDAYS, "closed")})
    assert staff_hours_line(nobody, datetime(2026, 7, 1, 12, tzinfo=UTC)) == "as soon as we can"


def test_round_the_clock_never_closes(altered: Altered) -> None:
    always = altered({"staff.hours": dict.fromkeys(WEEKDAYS, "00:00-24:00"), "holidays": []})
    for hour in (0, 12, 23):
        now = datetime(2026, 11, 1, hour, 59, tzinfo=PACIFIC)
        assert staff_hours_line(always, now) == "within an hour"


def test_hours_through_midnight_are_one_opening(altered: Altered) -> None:
    late = altered({"staff.hours.friday": "18:00-24:00", "staff.hours.saturday": "00:00-02:00"})
    now = datetime(2026, 6, 12, 23, 30, tzinfo=PACIFIC)
    assert staff_hours_line(late, now) == "within an hour"
    after = datetime(2026, 6, 13, 1, 30, tzinfo=PACIFIC)
    assert staff_hours_line(late, after) == "by 2 am today, or tomorrow from 10 am"


def test_open_hours_are_real_hours_when_clocks_go_back(altered: Altered) -> None:
    # 00:30 to 02:30 holds three real hours that night; in the second 1:15 am one still is left.
    night = altered({"staff.hours.sunday": "00:30-02:30"})
    second = datetime(2026, 11, 1, 1, 15, fold=1, tzinfo=PACIFIC)
    status = staff_status(night, second)
    assert status.is_open
    assert status.closes == datetime(2026, 11, 1, 2, 30, tzinfo=PACIFIC)
    assert staff_hours_line(night, second) == "within an hour"


@pytest.mark.parametrize(
    ("minutes", "line"),
    [(30, "within 30 minutes"), (120, "within 2 hours"), (90, "within 90 minutes")],
)
def test_the_promise_is_the_owner_s(altered: Altered, minutes: int, line: str) -> None:
    own = altered({"staff.reply_within_minutes": minutes})
    assert staff_hours_line(own, datetime(2026, 6, 10, 12, tzinfo=PACIFIC)) == line
