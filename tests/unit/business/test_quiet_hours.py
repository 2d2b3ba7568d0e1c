"""When the networks let texts through, where their recipient is."""

from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest

from bot.business.profile import Profile
from bot.business.profile_files import load_profile
from bot.business.quiet_hours import texts_open_at

NIGHT = datetime(2027, 5, 21, 5, 30, tzinfo=UTC)  # 10:30 pm in Los Angeles, 1:30 am in New York


@cache
def profile() -> Profile:
    return load_profile(Path(__file__).parents[3] / "business")


@pytest.mark.parametrize(
    ("phone", "opens"),
    [
        ("+14155550101", datetime(2027, 5, 21, 15, tzinfo=UTC)),  # Los Angeles, tomorrow
        ("+12125550101", datetime(2027, 5, 21, 12, tzinfo=UTC)),  # New York, today
        ("+442071838750", NIGHT + timedelta(hours=1.5)),  # London: 6:30, opens at 8
        ("+12085550101", datetime(2027, 5, 21, 15, tzinfo=UTC)),  # Idaho: the business's zone
        ("+18005550101", datetime(2027, 5, 21, 15, tzinfo=UTC)),  # toll-free: the business's
        ("72645", datetime(2027, 5, 21, 15, tzinfo=UTC)),  # no zone known: the business's
        ("+8613800138000", NIGHT + timedelta(minutes=30)),  # China: afternoon
    ],
)
def test_at_eight_where_the_number_is_at_home(phone: str, opens: datetime) -> None:
    assert texts_open_at(profile(), phone, NIGHT) == opens


def test_of_several_zones_the_one_where_it_is_eight_last() -> None:
    # South Dakota has Central and Mountain time, and not the business's Los Angeles.
    assert texts_open_at(profile(), "+16055550101", NIGHT) == datetime(2027, 5, 21, 14, tzinfo=UTC)


def test_the_day_the_clocks_change() -> None:
    before = datetime(2027, 3, 14, 7, 30, tzinfo=UTC)  # 11:30 pm in Los Angeles, still PST
    assert texts_open_at(profile(), "+14155550101", before) == datetime(2027, 3, 14, 15, tzinfo=UTC)
