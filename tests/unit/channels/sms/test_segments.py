import pytest

from channels.sms.gsm7 import GSM7, GSM7_TWICE, to_gsm7
from channels.sms.segments import count_segments, is_gsm7


@pytest.mark.parametrize(
    ("text", "segments"),
    [
        ("", 0),
        ("a", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("é" * 160, 1),
        ("\n" * 160, 1),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("a" * 158 + "~", 1),
        ("a" * 159 + "~", 2),
        # An escaped character does not straddle two segments: 76 of them fill one.
        ("€" * 152, 2),
        ("€" * 153, 3),
        ("á" * 70, 1),
        ("á" * 71, 2),
        ("á" * 134, 2),
        ("á" * 135, 3),
        ("a" * 69 + "\u2019", 1),
        ("a" * 70 + "\u2019", 2),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
        # Nor does a surrogate pair: 33 of them fill one, with one unit left over.
        ("😀" * 66, 2),
        ("😀" * 67, 3),
    ],
)
def test_count(text: str, segments: int) -> None:
    assert count_segments(text) == segments


def test_alphabet_has_the_size_of_gsm_03_38() -> None:
    assert len(GSM7) == 127  # 128 less the escape
    assert len(GSM7_TWICE) == 10
    assert not GSM7 & GSM7_TWICE


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("\u201cYes\u201d \u2018no\u2019 \u00abso\u00bb", '"Yes" \'no\' "so"'),
        ("9\u201317h \u2014 Tue\u2011Sun", "9-17h - Tue-Sun"),
        ("Wait\u2026", "Wait..."),
        ("10\u00a0guests,\u202f30\u2009dollars\there", "10 guests, 30 dollars here"),
        ("\u2022 Steak\n\u25aa Shrimp", "- Steak\n- Shrimp"),
        ("`code`", "'code'"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("one\u2028two", "one\ntwo"),
    ],
)
def test_typography_is_made_plain(written: str, plain: str) -> None:
    assert to_gsm7(written) == plain
    assert is_gsm7(to_gsm7(written))


@pytest.mark.parametrize(
    "text", ["🎉 👨‍👩‍👧 ❤️", "José, Zoë, Łukasz", "مرحبا", "日本語。", "Plain (text) ~ 5€ [x]"]
)
def test_letters_and_emoji_are_left(text: str) -> None:
    assert to_gsm7(text) == text


def test_twice_is_once() -> None:
    everything = "".join(chr(n) for n in range(1, 0x3100))
    assert to_gsm7(to_gsm7(everything)) == to_gsm7(everything)
