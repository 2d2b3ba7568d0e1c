"""When standing reports are due: by the wall clock, whatever the clocks do."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.desk.reports_when import When

LA = ZoneInfo("America/Los_Angeles")


@pytest.mark.parametrize(
    ("when", "now", "after"),
    [
        (When("day", "08:00"), "2027-05-20 14:59", "2027-05-20 15:00"),
        (When("day", "08:00"), "2027-05-20 15:00", "2027-05-21 15:00"),
        (When("week", "08:00"), "2027-05-20 15:00", "2027-05-24 15:00"),
        (When("week", "23:30", "saturday"), "2027-05-20 15:00", "2027-05-23 06:30"),
        (When("month", "08:00", day=31), "2027-02-02 00:00", "2027-02-28 16:00"),
        (When("month", "08:00", day=1), "2027-05-20 00:00", "2027-06-01 15:00"),
        # The clocks go forward on March 14, 2027, and back on November 7.
        (When("day", "08:00"), "2027-03-13 17:00", "2027-03-14 15:00"),
        (When("day", "08:00"), "2027-11-06 16:00", "2027-11-07 16:00"),
        (When("day", "02:30"), "2027-03-14 00:00", "2027-03-14 10:30"),
        (When("day", "01:30"), "2027-11-07 08:00", "2027-11-07 08:30"),
        (When("day", "01:30"), "2027-11-07 08:30", "2027-11-08 09:30"),
    ],
)
def test_the_next_time(when: When, now: str, after: str) -> None:
    moment = datetime.fromisoformat(now).replace(tzinfo=UTC)
    due = when.after(moment, LA)
    assert due == datetime.fromisoformat(after).replace(tzinfo=UTC)
    assert when.last(due, LA) == due
    assert when.last(moment, LA) <= moment < due


def test_in_words() -> None:
    assert When("day", "08:00").words() == "every day at 08:00"
    assert When("week", "08:00", "friday").words() == "every Friday at 08:00"
    assert When("month", "09:15", day=3).words() == "every month on day 3 at 09:15"
