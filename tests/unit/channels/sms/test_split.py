import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.sms.gsm7 import to_gsm7
from channels.sms.segments import utf16_units
from channels.sms.split import ADVISED, LIMIT, split_text

MENU = "Our menu has four kinds of hibachi. Chicken is the most popular one."


def unnumbered(parts: list[str]) -> str:
    if len(parts) > 1 and parts[0].startswith("(1/"):
        parts = [part.removeprefix(f"({n}/{len(parts)}) ") for n, part in enumerate(parts, 1)]
    return "".join(parts)


def letters(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("text", ["", "  \n ", "\u200b"])
def test_nothing(text: str) -> None:
    assert split_text(text) == []


@pytest.mark.parametrize("text", ["Hi!", "a" * 320, MENU, "one\n\ntwo  three"])
def test_what_fits_stays_as_it_is(text: str) -> None:
    assert split_text(text) == [text]


def test_cut_at_a_paragraph_rather_than_at_a_later_sentence() -> None:
    text = "Yes, the chef comes to you, to any place.\n\nI am a machine. Reply STOP to opt out."
    assert split_text(text, advised=60) == text.split("\n\n")


def test_cut_at_a_sentence() -> None:
    assert split_text(MENU, advised=50) == [
        "Our menu has four kinds of hibachi.",
        "Chicken is the most popular one.",
    ]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("It is at 5 p.m. on that day. So? All good now?", "It is at 5 p.m. on that day. So?"),
        ('He said "yes, of course!" Then he paid the bill.', 'He said "yes, of course!"'),
        ("Chicken and steak\nShrimp and vegetables for 30", "Chicken and steak"),
        ("That is $1,250.50 in all now. The half is due.", "That is $1,250.50 in all now."),
        ("我们提供四种铁板烧。" * 5, "我们提供四种铁板烧。" * 4),
    ],
)
def test_where_a_sentence_ends(text: str, first: str) -> None:
    assert split_text(text, advised=43)[0] == first


def test_a_long_sentence_is_cut_at_a_word_and_numbered() -> None:
    text = "we bring the grill the food and the chef to wherever your party is"
    assert split_text(text, advised=50) == [
        "(1/2) we bring the grill the food and the chef",
        "(2/2) to wherever your party is",
    ]


def test_three_sentences_are_numbered() -> None:
    parts = split_text(" ".join([MENU] * 3), advised=90)
    assert len(parts) == 3
    assert [part[:6] for part in parts] == ["(1/3) ", "(2/3) ", "(3/3) "]


def test_a_first_word_alone_is_no_part() -> None:
    first, *_ = split_text("Hi! " + "the menu goes on and on " * 20)
    assert len(first) > 200


def test_a_link_is_not_cut() -> None:
    link = "https://pay.example.com/" + "x" * 600
    parts = split_text(f"Here is the link for the deposit: {link} See you!")
    assert any(part.endswith(link) for part in parts)


def test_a_word_beyond_the_limit_is_cut() -> None:
    parts = split_text("x" * 4000)
    assert letters(unnumbered(parts)) == "x" * 4000
    assert max(map(len, parts)) <= LIMIT


@pytest.mark.parametrize("cluster", ["👨‍👩‍👧", "👍🏽", "❤️", "e\u0301"])
def test_visible_characters_are_not_broken(cluster: str) -> None:
    for lead in range(3):
        parts = split_text("x" * lead + cluster * 700)
        for part in parts[1:]:
            assert part.partition(") ")[2].startswith(cluster[0])


def test_length_counts_what_will_be_sent() -> None:
    parts = split_text("\u2026" * 600)
    assert max(map(len, parts)) <= LIMIT
    assert letters(unnumbered(parts)) == "." * 1800


def test_emoji_count_twice() -> None:
    text = " ".join(["🎉" * 20] * 20)
    assert all(utf16_units(part) <= ADVISED for part in split_text(text))


SENTENCES = st.lists(
    st.one_of(
        st.text(alphabet="abc ,.!?\n\u2026\u201c😀é)", max_size=80),
        st.text(max_size=40),
        st.just("https://example.com/" + "p" * 60),
        st.just("x" * 250),
    ),
    max_size=30,
).map(" ".join)


@given(text=SENTENCES, advised=st.integers(40, 120))
def test_nothing_is_lost_and_every_part_can_be_sent(text: str, advised: int) -> None:
    parts = split_text(text, limit=200, advised=advised)
    assert letters(unnumbered(parts)) == letters(to_gsm7(text))
    for part in parts:
        assert part == part.strip() != ""
        assert utf16_units(part) <= 200
        words = part.split()[1:] if part.startswith("(") else part.split()
        assert utf16_units(part) <= advised or len(words) == 1
