"""What messages are after, and the phrases and spellings that tell it."""

import json
from pathlib import Path

import pytest

from agents.understanding.intents import Intent, read_intents
from agents.understanding.phrases import PhraseBook
from agents.understanding.spelling import Speller

CASES = [
    json.loads(line)
    for line in (Path(__file__).parent / "intents.jsonl").read_text("utf-8").splitlines()
]


@pytest.mark.parametrize(
    ("text", "intents"),
    [(case["text"], case["intents"]) for case in CASES],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_intents(text: str, intents: list[str]) -> None:
    assert sorted(read_intents(text)) == intents


def test_a_yes_with_a_correction_is_both() -> None:
    assert read_intents("Yes but make it 40") == {Intent.YES, Intent.CHANGE}


def test_what_is_not_understood_is_the_empty_set() -> None:
    assert read_intents("the quick brown fox") == frozenset()
    assert read_intents("") == frozenset()


BOOK: PhraseBook[str] = PhraseBook(
    {"tea": "^ tea\n a (nice/hot) cup/mug of tea", "milk": "with * milk $\n no milk/\n cream"},
    {"milk": "not with"},
)


@pytest.mark.parametrize(
    ("words", "labels"),
    [
        ("tea", ["tea"]),
        ("hello , tea", ["tea"]),
        ("more tea", []),
        ("a cup of tea", ["tea"]),
        ("a hot mug of tea", ["tea"]),
        ("with a little milk", ["milk"]),
        ("with a little bit more milk", []),
        ("with milk and sugar", []),
        ("with sugar . milk", []),
        ("not with milk", []),
        ("no cream", ["milk"]),
    ],
)
def test_the_notation_of_phrases(words: str, labels: list[str]) -> None:
    assert [hit.label for hit in BOOK.find(words.split())] == labels


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("saterday", "saturday"),
        ("satruday", "saturday"),
        ("saturdy", "saturday"),
        ("saturdayy", "saturday"),
        ("saturday", None),
        ("sturdy", None),
        ("sundae", None),
        ("sat", None),
    ],
)
def test_one_slip_of_the_finger_is_mended(typed: str, meant: str | None) -> None:
    assert Speller(["saturday", "sunday"]).correct(typed) == meant
