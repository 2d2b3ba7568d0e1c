"""What a colleague wrote, as plain words that patterns fit, each of which knows where it stands."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import cache, lru_cache

from msgspec import Struct

from agents.understanding.date_grammar import DateMatch, read_dates
from agents.understanding.given_names import GIVEN_NAMES
from agents.understanding.spelling import Speller
from agents.understanding.token_types import Token
from agents.understanding.tokens import MAX_TEXT, scan

_MARKS = {"t": "<time>", "D": "<date>", "$": "<money>", "p": "<phone>", "a": "<address>"}
_SLANG = {
    "im": "i am", "ive": "i have", "ill": "i will", "whats": "what is", "whos": "who is",
    "wheres": "where is", "hows": "how is", "thats": "that is", "dont": "do not",
    "cant": "can not", "lets": "let us", "u": "you", "ur": "your", "pls": "please",
    "plz": "please", "thx": "thanks", "ppl": "people", "pax": "people", "w": "with",
    "w/": "with", "msg": "message", "txt": "text", "convo": "chat", "convos": "chats",
    "resched": "reschedule", "sched": "schedule", "cal": "calendar", "appt": "booking",
    "cust": "customer", "leeds": "leads", "leed": "lead", "blok": "block", "cancle": "cancel",
    "asign": "assign", "bokings": "bookings", "boking": "booking", "grownups": "adults",
    "todos": "todos", "todo": "todo", "inq": "inquiry", "wanna": "want to", "gimme": "give me",
    "lemme": "let me", "gonna": "going to", "abt": "about", "info": "details", "cxl": "cancel",
    "enquiry": "inquiry", "enquiries": "inquiries", "reso": "booking", "ok": "okay",
    "shes": "she is", "hes": "he is",
    "theyre": "they are", "didnt": "did not", "doesnt": "does not", "thru": "through",
    "cancelled": "canceled", "cancelling": "canceling", "xlsx": "excel", "gotta": "have to",
}  # fmt: skip
_ENDINGS = {"n't": "not", "'re": "are", "'ve": "have", "'ll": "will", "'d": "would", "'m": "am"}
_CLIPPED = {"ca": "can", "wo": "will"}
_IS_AFTER = frozenset("what who how where when that there it here he she everything".split())
_VERBS = (
    "assign reassign cancel confirm convert schedule reschedule remind message unblock reopen"
    " capacity calendar bookings booking customer customers waiting conversation conversations"
    " contacted quoted inquiry inquiries deposit colleagues settings history resume export"
    " revenue average response knowledge channel available availability reminder finished"
    " messages cancels reminders exports channels deposits converts quote quotes assigned assigns"
    " confirms confirmed schedules scheduled resumed averages reopens setting finishes averaged"
).split()


@cache
def _speller() -> Speller:
    return Speller(_VERBS)


class Words(Struct, frozen=True):
    """plain: the words in lower case, with single spaces, slips mended; dates, times, money,
    phones and street addresses are marks as "<date>". places: for each word its place in plain,
    and its start and end in text."""

    text: str
    plain: str
    places: tuple[tuple[int, int, int], ...]

    def original(self, start: int, end: int) -> str:
        """What stands in the text for a part of plain."""
        if start >= end:
            return ""
        first = bisect_right(self.places, (start, MAX_TEXT, 0)) - 1
        last = bisect_right(self.places, (end - 1, MAX_TEXT, 0)) - 1
        return self.text[self.places[first][1] : self.places[last][2]].strip()


@lru_cache(maxsize=64)
def words_of(text: str) -> Words:
    """The words of one message."""
    text = text[:MAX_TEXT]
    plain: list[str] = []
    places: list[tuple[int, int, int]] = []
    at = 0
    for word, start, end in _spelled(text):
        places.append((at, start, end))
        plain.append(word)
        at += len(word) + 1
    return Words(text, " ".join(plain), tuple(places))


def is_date(match: DateMatch) -> bool:
    """ "The second" of a list is no day."""
    if match.rule == "vague":
        return False
    return match.rule != "ordinal" or all(lexeme.letter != "q" for lexeme in match.lexemes)


def _spelled(text: str) -> Iterator[tuple[str, int, int]]:
    dated = {
        match.lexemes[0].start: match.lexemes[-1].end
        for match in read_dates(text).matches
        if is_date(match)
    }
    until = 0
    for token in scan(text).tokens:
        if token.start < until:
            continue
        if token.start in dated:
            until = dated[token.start]
            yield "<date>", token.start, until
        elif token.kind == "w":
            yield from _worded(text, token)
        else:
            yield _figure(token), token.start, token.end


def _figure(token: Token) -> str:
    if token.kind in _MARKS:
        return _MARKS[token.kind]
    if token.kind in "oq":
        return f"{token.value}th"
    if token.kind in "nc" and token.value and token.word != "one":
        return str(token.value)
    return token.word.lstrip("#").strip() or token.word


def _worded(text: str, token: Token) -> Iterator[tuple[str, int, int]]:
    stem, mark, ending = token.word.partition("'")
    if mark and ending == "s":
        middle = token.start + len(stem)
        yield _mended(text, stem, token), token.start, middle
        yield ("is" if stem in _IS_AFTER else "'s"), middle, token.end
        return
    for ending, full in _ENDINGS.items():
        if token.word.endswith(ending) and token.word != ending:
            stem = token.word[: -len(ending)]
            yield _CLIPPED.get(stem, stem), token.start, token.end
            yield full, token.start, token.end
            return
    for word in _mended(text, token.word, token).split():
        yield word, token.start, token.end


def _mended(text: str, word: str, token: Token) -> str:
    if word in _SLANG:
        return _SLANG[word]
    named = token.start and text[token.start].isupper()
    if named or word in GIVEN_NAMES:
        return word
    return _speller().correct(word) or word


def lazily(written: str, flags: int = 0) -> Callable[[], re.Pattern[str]]:
    """A pattern that is compiled when it is first used."""
    return cache(lambda: re.compile(written, flags))


_MACRO = re.compile(r"[A-Z]{3,}")
_LOOP = re.compile(r"\)[*+](?![+?])")


@cache
def pattern(written: str) -> re.Pattern[str]:
    """A pattern over plain words; a word in capitals stands for its kind.

    A repeated group takes whole words and keeps them: a word that fits it in two ways would else
    be tried in both, and so would each that follows, which for "open open open ..." takes for
    ever."""
    spelled = _MACRO.sub(lambda found: _KINDS[found[0]], written)
    for found in reversed(list(_LOOP.finditer(spelled))):
        start, end = _group_start(spelled, found.start()), found.end()
        group = spelled[start : found.start() + 1]
        whole = rf"(?:{group}(?!\w))" if group.startswith("(?: ") else group
        spelled = f"{spelled[:start]}{whole}{spelled[end - 1]}+{spelled[end:]}"
    return re.compile(spelled)


def _group_start(spelled: str, end: int) -> int:
    """Where the group that closes at end opens."""
    depth = 0
    for at in range(end, -1, -1):
        if spelled[at] in "()" and spelled[at - 1 : at] != "\\":
            depth += 1 if spelled[at] == ")" else -1
        if depth == 0:
            return at
    raise ValueError(f"unbalanced: {spelled}")


_KINDS = {
    "LEADS": r"(?:leads|inquiries|requests)",
    "LEAD": r"(?:leads?|inquiry|inquiries|request)",
    "BOOKINGS": r"(?:bookings|parties|events|reservations|gigs|jobs)",
    "BOOKING": r"(?:booking|party|event|reservation|gig|job|bookings|parties|events)",
    "CHATS": r"(?:chats|conversations|threads)",
    "CHAT": r"(?:chats?|conversations?|threads?)",
    "PEOPLE": r"(?:people|guests|persons|guest|heads|covers)",
    "DAYS": r"<date>(?:(?: ,)?(?: (?:to|through|thru|until|till|and|-|&))? <date>)*",
    "MONEY": r"(?:<money>|\d+(?:\.\d\d?)?)",
    "SHOW": r"(?:show(?: me)?|see|open|get|list|view|display|pull up|bring up|give me|check|tell me"
    r"(?: more)?(?: about)?|look at|let me see|what about|details?(?: of| on| for| about)?|read)",
    "BECAUSE": r"(?:because of|because|since|as|cause|cuz|reason :|reason|due to|,|:|-|;|\.)",
}
