"""Dietary needs, occasions, spelled numbers, and what any text at all must not do."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.understanding.contact import find_email, find_name, find_phone, find_place
from agents.understanding.dates import find_dates, find_times
from agents.understanding.diet import find_diet
from agents.understanding.intents import read_intents
from agents.understanding.occasion import find_occasion
from agents.understanding.party import find_party
from agents.understanding.tokens import scan

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        ("2 vegetarians", ("2 vegetarian",)),
        ("one of us is vegan and 3 are gluten free", ("1 vegan", "3 gluten-free")),
        ("my son is allergic to peanuts and shrimp", ("peanut allergy", "shellfish allergy")),
        ("30 people, 2 guests have nut allergies", ("2 nut allergy",)),
        ("do you have anything without shellfish?", ("no shellfish",)),
        ("we can't eat dairy or eggs", ("dairy-free", "egg-free")),
        ("she is lactose intolerant", ("dairy-free",)),
        ("two people with celiac", ("2 gluten-free",)),
        ("halal please, and no pork", ("halal", "no pork")),
        ("vegitarian", ("vegetarian",)),
        ("she's allergic to shellfish, is the chicken ok for her?", ("shellfish allergy",)),
        ("no nut allergies", ()),
        ("no allergies", ()),
        ("nobody, no vegetarians", ()),
        ("i love shrimp and steak", ()),
    ],
)
def test_dietary_needs(text: str, needs: tuple[str, ...]) -> None:
    assert find_diet(text) == needs


@pytest.mark.parametrize(
    ("text", "occasion"),
    [
        ("my daughters bday", "birthday"),
        ("she's turning 40", "birthday"),
        ("sweet 16", "birthday"),
        ("our wedding", "wedding"),
        ("our wedding anniversary", "anniversary"),
        ("grad party for my son", "graduation"),
        ("company picnic", "corporate"),
        ("team lunch", "corporate"),
        ("christmas party", "holiday party"),
        ("baby shower", "baby shower"),
        ("memorial day bbq", None),
        ("dinner at home", None),
    ],
)
def test_occasions(text: str, occasion: str | None) -> None:
    assert find_occasion(text) == occasion


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("two hundred thirty seven", 237),
        ("twenty-five", 25),
        ("a hundred and fifty", 150),
        ("one thousand two hundred", 1200),
        ("half a dozen", 6),
        ("a couple of dozen", 24),
        ("3 dozen", 36),
        ("1,200", 1200),
        ("twenty first", 21),
    ],
)
def test_numbers_are_one_token(text: str, value: int) -> None:
    assert [token.value for token in scan(text).tokens] == [value]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("12 March Street", "a"),
        ("450 5th Ave", "a"),
        ("$30 or 30 dollars or 30 per person", "$w$w$"),
        ("415-555-2671", "p"),
        ("6/12 6-12-27 2027-06-12", "DDD"),
        ("6pm 6:30 5-7pm", "ttt"),
        ("94301 40", "zn"),
        ("40 in 1 way", "nwnw"),
        ("write to a@example.com", "ww"),
    ],
)
def test_figures_are_told_apart(text: str, kinds: str) -> None:
    assert "".join(token.kind for token in scan(text).tokens) == kinds


WORDS = st.sampled_from(
    "june 14 14th the of or and - / 30 people kids for me my wife next saturday weekend before in a"
    " two weeks dozen about , . ? make it to from 6pm at $5 not yes 12 Oak St 94301 İ ’ 👍 \x00"
    " christmas eve this last first up 415-555-2671 2027 '27 couple hundred from now week".split(
        " "
    )
)


def read_all(text: str) -> None:
    for found in find_dates(text, NOW):
        assert found.choices
        assert found.choices == tuple(sorted(set(found.choices)))
        assert text[slice(*found.span)] == found.text
    for each in find_times(text):
        assert text[slice(*each.span)] == each.text
    for asked in (False, True):
        party = find_party(text, asked)
        assert party is None or (party.total or 0) > 0
        find_name(text, asked)
        find_place(text, asked)
    find_phone(text)
    find_email(text)
    find_diet(text)
    find_occasion(text)
    assert read_intents(text) == read_intents(text)


@given(st.text(max_size=200))
def test_no_text_breaks_the_readers(text: str) -> None:
    read_all(text)


@given(st.lists(WORDS, max_size=25).map(" ".join))
def test_no_row_of_known_words_breaks_the_readers(text: str) -> None:
    read_all(text)


@pytest.mark.parametrize(
    "piece", ["14th or ", "1-", "~ ", "my wife and ", "1 ", "the 5th ", "2 or "]
)
def test_a_long_row_of_the_same_is_read_in_no_time(piece: str) -> None:
    begun = datetime.now(UTC)
    read_all(piece * 1_000)
    assert (datetime.now(UTC) - begun).total_seconds() < 5
