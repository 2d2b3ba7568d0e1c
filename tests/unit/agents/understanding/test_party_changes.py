"""By how many a party changes; and how many it is where that is said beside."""

import pytest

from agents.understanding.party import find_party
from agents.understanding.party_changes import find_change, find_change_of_children


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


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("we want to add 3 kids", 3),
        ("2 more kids", 2),
        ("another 4 little kids are coming", 4),
        ("3 fewer children", -3),
        ("20 adults and 6 kids", None),
        ("add 10 people", None),
    ],
)
def test_change_of_children(text: str, change: int | None) -> None:
    assert find_change_of_children(text) == change


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("maybe 20ish", 20),
        ("i'd say 25ish", 25),
        ("around 30 or so", 30),
        ("sorry, back to 25", 25),
        ("be there 7ish", None),
        ("call me back to 25", None),
        ("push it back to 6", None),
    ],
)
def test_a_number_by_the_way(text: str, total: int | None) -> None:
    party = find_party(text)
    assert (party.total if party else None) == total


def test_a_change_is_no_party_size() -> None:
    assert find_party("add 10 people to my booking") is None
    party = find_party("2 more people, so 38")
    assert party is not None
    assert party.total == 38
