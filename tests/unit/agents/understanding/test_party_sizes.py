"""Party sizes as customers text them: labels, ranges, corrections, children among the guests.

A line of party_sizes.txt is a text, 1 where the number of guests was just asked for, the guests
meant ("-" for none), and where they are told apart the adults and the children.
"""

from pathlib import Path

import pytest

from agents.understanding.party import find_party

LINES = (Path(__file__).parent / "party_sizes.txt").read_text("utf-8").splitlines()


@pytest.mark.parametrize("line", LINES)
def test_party_sizes_are_what_people_mean(line: str) -> None:
    text, asked, total, *parts = line.split(" | ")
    party = find_party(text, asked == "1")
    assert ("-" if party is None else str(party.total)) == total
    if parts:
        assert party is not None
        assert [str(party.adults), str(party.children)] == parts


def test_a_range_keeps_both_its_ends() -> None:
    party = find_party("between 35-45 ppl")
    assert party is not None
    assert (party.low, party.high, party.total) == (35, 45, 45)
