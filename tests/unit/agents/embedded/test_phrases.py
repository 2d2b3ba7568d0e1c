"""Every phrase of the model's own can be texted as it is."""

from collections.abc import Iterator

import pytest

from agents.models.embedded import asking_phrases, phrases, untooled
from agents.models.embedded.words import Words
from channels.sms.segments import is_gsm7
from tests.unit.agents.embedded.talk import profile

_NAMED = {**vars(phrases), **vars(asking_phrases), **vars(untooled)}


def _all_phrases() -> Iterator[tuple[str, str]]:
    for name, value in _NAMED.items():
        if name.isupper():
            for text in _texts(value):
                yield name, text


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        yield from value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _texts(part)


@pytest.mark.parametrize(("name", "text"), list(_all_phrases()))
def test_a_phrase_fits_the_plain_alphabet_and_asks_for_no_keyword(name: str, text: str) -> None:
    assert is_gsm7(text)
    words = set(text.replace(",", " ").replace(".", " ").split())
    assert not words & {"STOP", "CANCEL", "END", "QUIT", "YES", "HELP", "START"}


def test_ways_to_say_the_same_differ() -> None:
    for name, value in _NAMED.items():
        if name.isupper() and isinstance(value, tuple) and name != "OTHER_AGENTS":
            assert len(set(value)) == len(value), name


def test_each_way_to_ask_is_known_again() -> None:
    words = Words(profile())
    for slot, ways in words.questions.items():
        for way in ways:
            assert words.asked(f"Thanks! {words.fill(way)}") == slot


def test_a_way_to_ask_for_guests_lets_a_bare_number_count() -> None:
    asking = [words.lower() for words in Words(profile()).questions["guest_count"]]
    assert all("how many" in way for way in asking)


def test_what_was_just_said_is_said_in_other_words() -> None:
    words = Words(profile())
    first = words.fresh(phrases.DATE_OPEN, "", date="Friday, May 7", party="")
    again = words.fresh(phrases.DATE_OPEN, f"Hi! {first}", date="Saturday, May 8", party="")
    assert first == "Friday, May 7 is open."
    assert again == "Yes, Saturday, May 8 is open."


def test_a_placeholder_of_ours_is_no_fact_of_the_business() -> None:
    words = Words(profile())
    said = words.fill(phrases.MENU[0], items="ramen")
    assert said == "We have ramen."
    assert words.tells(phrases.MENU[0], "We have soup.")
    assert not words.tells(phrases.MENU[0], "We sell soup.")
