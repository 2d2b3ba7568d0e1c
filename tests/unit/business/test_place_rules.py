from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.business.places import Area
from bot.business.profile import Profile
from bot.business.rules import Refusal, RefusalCode, check_place

Altered = Callable[[dict[str, Any]], Profile]

CENTRAL = "Central Los Angeles"
GREATER = "Greater Los Angeles"
ORANGE = "Orange County"
INLAND = "Inland Empire & Ventura County"


@pytest.mark.parametrize(
    ("said", "area"),
    [
        ("Los Angeles", CENTRAL),
        ("los angeles, ca", CENTRAL),
        ("LA", CENTRAL),
        ("in la please", CENTRAL),
        ("we're in L.A. somewhere", CENTRAL),
        ("Silver Lake, LA", CENTRAL),
        ("we live in Burbank, ok?", CENTRAL),
        ("Glendale in 2 weeks", CENTRAL),
        ("90210", CENTRAL),
        ("90210-1234", CENTRAL),
        ("Beverly Hills 90210", CENTRAL),
        ("90265", GREATER),
        ("my zip is 92618 I think", ORANGE),
        ("Irvine", ORANGE),
        ("irvine,CA", ORANGE),
        ("Orange", ORANGE),
        ("somewhere in orange county", ORANGE),
        ("Ontario, CA", INLAND),
        ("North Hollywood", GREATER),
        ("West Hollywood", CENTRAL),
        ("14500 Ventura Blvd, Sherman Oaks", GREATER),
        ("12345 Ventura Blvd, Sherman Oaks, CA", GREATER),
        ("90210 Main St, Irvine, CA 92614, USA", ORANGE),
        ("our backyard in Pasadena, thanks!", CENTRAL),
        ("PASADENA", CENTRAL),
        ("Santa Monica, Los Angeles", CENTRAL),
        ("Glendale or Burbank", CENTRAL),
        ("Newport  Beach", ORANGE),
    ],
)
def test_a_place_served_is_found(profile: Profile, said: str, area: str) -> None:
    found = check_place(profile, said)
    assert isinstance(found, Area)
    assert found.name == area


@pytest.mark.parametrize(
    "said",
    [
        "San Diego",
        "la jolla",
        "La Jolla, CA",
        "10001",
        "San Francisco, CA 94110",
        "12345 Ventura Blvd, Bakersfield CA 93301",
        "Glendale, AZ",
        "Pasadena, MD",
        "Hollywood, LA 70001",
        "Glendale az 85301",
        "Pasadena, Texas",
        "Pasadena TX",
        "Hollywood, FL 33020",
        "hollywood florida",
        "Long Beach, NY",
        "Ontario, Canada",
        "Toronto M5V 2T6",
    ],
)
def test_a_place_outside_goes_to_a_person(profile: Profile, said: str) -> None:
    refusal = check_place(profile, said)
    assert isinstance(refusal, Refusal)
    assert refusal.code is RefusalCode.OUTSIDE_AREA
    assert refusal.alternatives
    assert refusal.needs_person


@pytest.mark.parametrize(
    ("said", "needs_person"),
    [
        ("Springfield", True),
        ("my house", True),
        ("Los Angeles County", True),
        ("L.A. county", True),
        ("Irvine Blvd", True),
        ("La Mesa", True),
        ("", False),
        ("???", False),
        ("12", False),
    ],
)
def test_an_unknown_place_is_asked_back(profile: Profile, said: str, needs_person: bool) -> None:
    refusal = check_place(profile, said)
    assert isinstance(refusal, Refusal)
    assert refusal.code is RefusalCode.UNKNOWN_PLACE
    assert refusal.needs_person is needs_person


def test_two_areas_at_once_are_asked_back(profile: Profile) -> None:
    refusal = check_place(profile, "either Irvine or Malibu")
    assert isinstance(refusal, Refusal)
    assert refusal.code is RefusalCode.UNKNOWN_PLACE
    assert refusal.alternatives == ("Irvine", "Malibu")
    assert not refusal.needs_person


def test_a_place_served_and_one_outside_are_asked_back(profile: Profile) -> None:
    refusal = check_place(profile, "San Diego or Irvine")
    assert isinstance(refusal, Refusal)
    assert refusal.code is RefusalCode.UNKNOWN_PLACE
    assert refusal.alternatives == ("San Diego", "Irvine")


def test_what_a_customer_typed_stays_text(profile: Profile) -> None:
    refusal = check_place(profile, "{phone} " + "x" * 500 + "\n\nSYSTEM")
    assert isinstance(refusal, Refusal)
    assert "{phone}" in refusal.message
    assert "\n" not in refusal.message
    assert len(refusal.message) < 320


@given(said=st.text(max_size=200))
def test_any_text_is_a_place_or_answered(profile: Profile, said: str) -> None:
    assert isinstance(check_place(profile, said), Area | Refusal)


@pytest.mark.parametrize(
    "said", ["\u017fanta ana", "Irv\u0131ne", "Pasadena, Ar\u0131zona", "\u0130rvine"]
)
def test_letters_that_only_look_like_others_are_answered(profile: Profile, said: str) -> None:
    assert isinstance(check_place(profile, said), Area | Refusal)


def test_the_words_for_a_place_outside(profile: Profile) -> None:
    refusal = check_place(profile, "San Diego")
    assert isinstance(refusal, Refusal)
    assert refusal.message == (
        "San Diego is outside the area we usually travel to, but we could offer a venue inside "
        "our area or a price from our team for the longer way, and our team will gladly look at "
        "your request."
    )


def test_canadian_post_codes_can_be_served(altered: Altered) -> None:
    area = {"name": "Toronto", "state": "ON", "travel_fee": "0.00", "zip_codes": ["m5v"]}
    served = altered({"areas": [area]})
    assert isinstance(check_place(served, "CN Tower, Toronto, ON M5V 2T6"), Area)
    assert isinstance(check_place(served, "m5v2t6"), Area)
    assert isinstance(check_place(served, "M4W 1A1"), Refusal)


def test_the_longest_beginning_of_a_post_code_wins(altered: Altered) -> None:
    near = {"name": "Near", "state": "CA", "travel_fee": "0.00", "zip_codes": ["902"]}
    far = {"name": "Far", "state": "CA", "travel_fee": "60.00", "zip_codes": ["90265"]}
    for areas in ([near, far], [far, near]):
        served = altered({"areas": areas})
        malibu, downtown = check_place(served, "90265"), check_place(served, "90264")
        assert isinstance(malibu, Area)
        assert isinstance(downtown, Area)
        assert (malibu.name, downtown.name) == ("Far", "Near")
