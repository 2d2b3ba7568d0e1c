"""Whether somebody names themselves in what they say."""

import pytest

from bot.desk.spoken import _names


@pytest.mark.parametrize(
    ("text", "name", "named"),
    [
        ("We also cater", "Al", False),
        ("AL here, hi", "Al", True),
        ("It's me: Al.", "Al", True),
        ("Samples follow", "Sam", False),
        ("Hi, Ann-Marie K. here", "Ann-Marie K.", True),
    ],
)
def test_a_name_is_words_of_its_own(text: str, name: str, named: bool) -> None:
    assert _names(text, name) == named
