"""Finds times of the day: "6pm", "18:30", "half past 11", "seven in the evening", "noon", "7"."""

import re
from dataclasses import dataclass
from datetime import time

from agents.understanding.token_types import Token
from agents.understanding.tokens import scan

_WORDS = {
    word: letter
    for letter, words in {
        "N": "noon midday noontime",
        "I": "midnight",
        "M": "am pm",
        "C": "oclock o'clock",
        "h": "half",
        "q": "quarter qtr",
        "p": "past after",
        "o": "to til till before of",
        "@": "at @ by",
        "B": "people ppl guests guest persons person adults kids friends dollars bucks hours hour"
        " minutes min mins days weeks months different locations places tables chefs percent",
        "~": "around about roughly like ish maybe say approx approximately probably",
        "G": "morning afternoon evening night tonight tonite lunch dinner brunch breakfast",
        "i": "in on",
        "l": "the a this our for sharp please pls",
    }.items()
    for word in words.split()
}
_SPOKEN = re.compile(
    r"(?P<clock>t)|(?P<halves>[hq][po]n)|(?P<split>n5[5n]?M?(?=$|[^n])|nn(?=M))"
    r"|(?P<marked>n[MC])|(?P<part>n~?@?i?l?G|Gn(?![a-zA-Z]))|(?P<named>[NI])"
    r"|(?P<at>@~?n~?(?![Bn5X-])|~n~?(?=[.,?]*$))|(?P<bare>^[l~]*n[~l]*[.,?]?$)"
)
_TRIGGERS = frozenset("tNIn5")
_CLOCK = re.compile(
    r"(\d{1,2}?)[:. ]?(\d{2})?(?::\d{2})?\s?(?:(?:-|–|to|til|till)\s?(\d{1,2})(?::\d{2})?\s?)?"
    r"([ap])?[. ]*(?:m|o'?\s?clock)?\.?"
)
_MORNING = frozenset({"morning", "breakfast", "brunch", "am"})
_EVENING = frozenset(
    {"evening", "night", "tonight", "tonite", "dinner", "afternoon", "pm", "supper"}
)


@dataclass(frozen=True, slots=True)
class FoundTime:
    """A time of the day named in a message.

    `span` is (start, end) in the message and `text` what stands there. `guessed` is true where
    neither am nor pm was said and the hour alone does not tell; then a caterer's day is assumed:
    10 and 11 in the morning, the rest from noon on.
    """

    value: time
    span: tuple[int, int]
    text: str
    guessed: bool


def find_times(text: str) -> list[FoundTime]:
    """The times of day named, in the message's order; of "5 to 7pm" the first."""
    tokens = scan(text).tokens
    letters = "".join([_letter(token) for token in tokens])
    if _TRIGGERS.isdisjoint(letters):
        return []
    half = _half_of_day({token.word for token in tokens})
    found: list[FoundTime] = []
    for match in _SPOKEN.finditer(letters):
        part = tokens[match.start() : match.end()]
        moment = _moment(match.lastgroup or "", part, half)
        if moment is not None:
            found.append(_found(text, part, *moment))
    return found


def _found(text: str, part: tuple[Token, ...], minutes: int, guessed: bool) -> FoundTime:
    start, end = part[0].start, part[-1].end
    return FoundTime(time(*divmod(minutes, 60)), (start, end), text[start:end], guessed)


def _letter(token: Token) -> str:
    if token.kind == "w":
        return _WORDS.get(token.word, "z")
    if token.kind in "nc":
        if 1 <= token.value <= 12:
            return "n"
        return "5" if token.value in (15, 30, 45) and token.kind == "c" else "X"
    return "D" if token.kind in "Do" else token.kind if token.kind in "t.,?&@~" else "X"


def _half_of_day(words: set[str]) -> str:
    """ "a" or "p" where the message says which half of the day it speaks of."""
    if words & _MORNING:
        return "" if words & _EVENING else "a"
    return "p" if words & _EVENING else ""


def _moment(rule: str, part: tuple[Token, ...], half: str) -> tuple[int, bool] | None:
    """Minutes after midnight, and whether the half of the day was guessed."""
    if rule == "clock":
        return _clock(part[0].word, half)
    if rule == "named":
        return (720 if _WORDS[part[0].word] == "N" else 0), False
    hour = next(token.value for token in part if token.kind in "nc" and token.value <= 12)
    half = _half_of_day({token.word for token in part}) or half
    if rule == "halves":
        return _placed(hour * 60 + _shift(part), half)
    minutes = next((t.value for t in part if t.value in (15, 30, 45)), 0) if rule == "split" else 0
    return _placed(hour * 60 + minutes, half)


def _shift(part: tuple[Token, ...]) -> int:
    past = _WORDS[part[1].word] == "p"
    if part[0].word == "half":
        return 30 if past else -30
    return 15 if past else -15


def _clock(word: str, half: str) -> tuple[int, bool] | None:
    parsed = _CLOCK.fullmatch(word)
    if parsed is None:
        return None
    hour, minute, until = int(parsed[1]), int(parsed[2] or 0), int(parsed[3] or 0)
    if hour > 23 or minute > 59:
        return None
    if parsed[3]:
        half = _start_half(hour, until, parsed[4] or half)
        return _placed(hour * 60 + minute, half)
    if parsed[4]:
        return _placed(hour * 60 + minute, parsed[4])
    if word.startswith("0") or hour > 12 or hour == 0:
        return hour * 60 + minute, False
    return _placed(hour * 60 + minute, half)


def _start_half(hour: int, until: int, half: str) -> str:
    """The half of the day a span begins in: "5-7pm" after noon, "11-2pm" before it."""
    if half == "p" and until % 12 < hour % 12:
        return "a"
    return half


def _placed(minutes: int, half: str) -> tuple[int, bool]:
    """The minutes of a twelve-hour clock put into the half of the day said, else the likely."""
    within = minutes % 720
    if half:
        return within + (720 if half == "p" else 0), False
    return within + (0 if 600 <= within < 720 else 720), True
