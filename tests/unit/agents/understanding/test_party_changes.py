"""By how many a party changes; and how many it is where that is said beside."""

import pytest

from agents.understanding.party import find_party
from agents.understanding.party_changes import find_change


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("I'd like to add 10 people to my booking", 10),
        ("add ten guests", 10),
        ("another 10 people are coming", 10),
        ("can we add 6 more to our party", 6),
        ("we need 5 extra guests", 5),
        ("10 more", 10),
        ("5 fewer people", -5),
        ("2 people can't make it", -2),
        ("3 guests dropped out", -3),
        ("change our booking to 50 guests", None),
        ("add 2 orders of gyoza", None),
        ("give me 5 more minutes", None),
        ("30 people", None),
    ],
)
def test_change(text: str, change: int | None) -> None:
    assert find_change(text) == change


def test_a_change_is_no_party_size() -> None:
    assert find_party("add 10 people to my booking") is None
    party = find_party("2 more people, so 38")
    assert party is not None
    assert party.total == 38
