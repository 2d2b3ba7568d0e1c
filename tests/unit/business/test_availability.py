from datetime import date

import pytest

from bot.business.availability import Availability, available, day_availability
from bot.business.profile import Profile

SATURDAY = date(2026, 6, 13)


@pytest.mark.parametrize(
    ("booked", "blocked", "guests", "expected"),
    [
        (0, False, 500, Availability(True, 500)),
        (0, False, 501, Availability(False, 500)),
        (490, False, 10, Availability(True, 10)),
        (490, False, 11, Availability(False, 10)),
        (490, False, None, Availability(True, 10)),
        (491, False, None, Availability(False, 9)),
        (500, False, None, Availability(False, 0)),
        (520, False, 10, Availability(False, 0)),
        (0, True, 10, Availability(False, 0)),
        (0, True, None, Availability(False, 0)),
    ],
)
def test_a_party_fits_while_places_remain(
    booked: int, blocked: bool, guests: int | None, expected: Availability
) -> None:
    assert available(500, booked, blocked, guests, minimum=10) == expected


@pytest.mark.parametrize("day", [date(2026, 6, 15), date(2026, 11, 26), date(2026, 12, 25)])
def test_a_closed_day_has_no_places(profile: Profile, day: date) -> None:
    assert day_availability(profile, day, booked=0, guests=10) == Availability(False, 0)


def test_a_day_has_the_profile_s_places_or_its_own(profile: Profile) -> None:
    assert day_availability(profile, SATURDAY, booked=100) == Availability(True, 400)
    own = day_availability(profile, SATURDAY, booked=100, guests=60, capacity=150)
    assert own == Availability(False, 50)
    assert not day_availability(profile, SATURDAY, booked=0, blocked=True).available
