"""The words of dates: each with the letter it has in the date grammar, and its value."""

from functools import cache, lru_cache

from agents.understanding.holidays import NAMES
from agents.understanding.spelling import Speller

Heads = dict[str, tuple[tuple[tuple[str, ...], str], ...]]

_MONTHS = {
    "january": 1, "jan": 1, "february": 2, "feb": 2, "april": 4, "apr": 4, "june": 6, "jun": 6,
    "july": 7, "jul": 7, "august": 8, "aug": 8, "september": 9, "sept": 9, "sep": 9,
    "october": 10, "oct": 10, "november": 11, "nov": 11, "december": 12, "dec": 12,
    "febuary": 2, "janurary": 1, "janaury": 1, "agust": 8, "setember": 9, "july's": 7,
    "jully": 7, "aprl": 4,
}  # fmt: skip
_WORD_MONTHS = {"march": 3, "mar": 3, "may": 5}
_WEEKDAYS = {
    "monday": 0, "tuesday": 1, "tues": 1, "tue": 1, "wednesday": 2, "weds": 2, "thursday": 3,
    "thurs": 3, "thur": 3, "thu": 3, "friday": 4, "fri": 4, "saturday": 5, "satuday": 5,
    "sunday": 6, "wensday": 2, "wendsday": 2, "wensdey": 2, "wendesday": 2, "tusday": 1,
    "thrsday": 3, "thursay": 3, "saterday": 5, "saturdy": 5, "satur": 5, "frday": 4, "firday": 4,
}  # fmt: skip
_WORD_WEEKDAYS = {"mon": 0, "wed": 2, "sat": 5, "sun": 6}
_TODAY = {
    "today": 0, "tonight": 0, "tonite": 0, "2day": 0, "2night": 0, "2nite": 0, "tomorrow": 1,
    "tmrw": 1, "tmrow": 1, "tmr": 1, "tmw": 1, "tommorow": 1, "tommorrow": 1, "tomorow": 1,
    "tomarrow": 1, "tomorro": 1, "2moro": 1, "2morrow": 1, "2morow": 1, "2mrw": 1,
    "2morro": 1, "2mmorrow": 1, "yesterday": -1, "today's": 0, "tomorrow's": 1, "tonight's": 0,
}  # fmt: skip
_LETTERS = {
    "T": "this coming upcoming",
    "N": "next nxt",
    "L": "last past",
    "F": "following",
    "w": "week weeks wk wks week's weeks'",
    "g": "day days night nights",
    "m": "month months",
    "Z": "year years yr",
    "E": "weekend wknd weekends",
    "f": "from frm",
    "i": "in",
    "O": "of",
    "a": "a an any some every each most",
    "l": "the da",
    "u": "on by",
    "R": "for is at around about with works would please if starting date weekend's",
    "b": "before",
    "c": "after",
    "x": "now",
    "|": "or",
    "&": "and plus",
    "-": "to thru through until til till",
    "!": "not isn't than except besides",
    "Q": "why",
    "I": "instead",
    "h": "my her his their our your",
    "G": "morning afternoon evening",
    "p": "people ppl peeps person persons guests guest pax heads folks adults kids children friends"
    " us total attendees employees coworkers colleagues seats tickets men women guys girls ladies",
    "s": "birthday bday b'day birthdays anniversary grade grader graders floor street st ave avenue"
    " time times annual choice option place one ones rd inning century wedding party wave round"
    " half quarter step thing shift seating course attempt try location row graduation set"
    " group batch",
}
_ANCHORS = frozenset("MKWvSrEwgmG")


@cache
def date_words() -> dict[str, tuple[str, int]]:
    """{word: (the letter of its kind, its value)}."""
    words = {word: (letter, 0) for letter, many in _LETTERS.items() for word in many.split()}
    for letter, table in (
        ("M", _MONTHS), ("K", _WORD_MONTHS), ("W", _WEEKDAYS), ("v", _WORD_WEEKDAYS), ("r", _TODAY),
    ):  # fmt: skip
        words.update({word: (letter, value) for word, value in table.items()})
    for word, value in {**_WEEKDAYS, **_WORD_WEEKDAYS}.items():
        if word.endswith("day"):
            words[word + "s"] = ("S", value)
            words[word + "'s"] = ("W", value)
    return words


@cache
def _speller() -> Speller:
    names = {**_MONTHS, **_WEEKDAYS, "tomorrow": 1, "christmas": 0, "thanksgiving": 0}
    return Speller(name for name in names if len(name) >= 6 and name not in ("august", "agust"))


@cache
def holiday_heads() -> Heads:
    """{first word: [(the words after it, the holiday)]}, longer names first."""
    heads: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for spoken, name in sorted(NAMES.items(), key=lambda item: -len(item[0].split())):
        first, *rest = spoken.split()
        if name:
            heads.setdefault(first, []).append((tuple(rest), name))
    return {first: tuple(rests) for first, rests in heads.items()}


@lru_cache(maxsize=8192)
def mended(word: str) -> str:
    """The word, or the name of a month, day or feast that it is one slip away from."""
    return _speller().correct(word) or word


@lru_cache(maxsize=8192)
def may_begin_date(word: str) -> bool:
    """Whether a date can stand on this word: most messages hold none, and are done with here."""
    word = mended(word)
    if word.replace("'", "") in holiday_heads():
        return True
    return date_words().get(word, ("z", 0))[0] in _ANCHORS
