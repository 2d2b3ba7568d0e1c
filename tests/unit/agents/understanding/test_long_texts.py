"""A text made to be slow is read as fast as any other: the work grows with its length alone."""

import time
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from agents.models.embedded.hints import read_hints
from agents.models.embedded.names import name_in
from agents.models.embedded.questions import questions_in, searchable
from agents.models.embedded.words import Words
from agents.understanding.contact import find_email, find_phone
from agents.understanding.date_grammar import read_dates
from agents.understanding.dates import find_dates, find_times
from agents.understanding.diet import find_diet
from agents.understanding.intents import read_intents
from agents.understanding.occasion import find_occasion
from agents.understanding.party import find_party
from agents.understanding.speech import speech
from agents.understanding.tokens import scan
from tests.unit.agents.embedded.talk import profile

WORDS = Words(profile())
NOW = datetime(2027, 3, 10, 18, tzinfo=UTC)
_LENGTH = 4_000
_MOST = 0.1  # seconds of CPU; some milliseconds are usual, what is quadratic takes half a second
UNITS = (
    " ", "\t", "\n", "1", "1 ", ",", "and ", "a", "a ", "th", "the 5th ", "(1", "1-", "1/", "+1 ",
    "? ", "a@a.", "want ", "can you ", "you can ", "no ", "yes, ", "kids ", "20 and ", "San ",
    "in ", "fu", "ha", "213 555 ", "😀",
)  # fmt: skip
READERS: dict[str, Callable[[str], object]] = {
    "questions": questions_in,
    "searchable": searchable,
    "hints": read_hints,
    "intents": read_intents,
    "dates": lambda text: find_dates(text, NOW),
    "times": find_times,
    "party": lambda text: find_party(text, asked=True),
    "name": lambda text: name_in([text], "name", WORDS.places),
    "place": lambda text: WORDS.places.place_in(text, True),
    "dish for all": WORDS.dishes.for_all_in,
    "diet": find_diet,
    "occasion": find_occasion,
    "phone": find_phone,
    "email": find_email,
}


@pytest.mark.parametrize("reader", READERS)
def test_a_long_text_is_read_in_no_time(reader: str) -> None:
    read = READERS[reader]
    read("30 people on june 5, 213-555-0177")
    slow = {
        unit: spent
        for unit in UNITS
        if (spent := min(_spent(read, unit), _spent(read, unit))) > _MOST
    }
    assert not slow


def _spent(read: Callable[[str], object], unit: str) -> float:
    text = f"x{(unit * _LENGTH)[:_LENGTH]}x"
    for cached in (scan, read_dates, speech):
        cached.cache_clear()
    begun = time.thread_time()
    read(text)
    return time.thread_time() - begun
