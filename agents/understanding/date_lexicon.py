"""A message's tokens as the lexemes of the date grammar: one letter each."""

from collections.abc import Sequence
from typing import NamedTuple

from agents.understanding.date_words import (
    Heads,
    date_words,
    holiday_heads,
    may_begin_date,
    mended,
)
from agents.understanding.token_types import Token


class Lexeme(NamedTuple):
    """A token as the date grammar sees it; `name` is the holiday's, else the word.

    Letters: M month, K month that is also a common word, W weekday, v weekday that is also a
    word, S weekday in the plural, d day in digits, e small number in words, n other number,
    o and q ordinals in digits and words, y and Y years of four and two digits, D numeric date,
    H holiday, r today and its like, T this, N next, L last, F following, w week, g day, m month,
    Z year, E weekend, f from, i in, O of, a an, l the, u on, R for, b before, c after, x now,
    p people, s what an ordinal may count, h whose, G part of a day, t clock time, ! not,
    Q why, I instead.
    """

    letter: str
    name: str
    value: int
    start: int
    end: int


_STEADY = {"-": "-", "–": "-", "—": "-", "/": "|", "&": "&", ",": ",", ".": ".", "?": "."}
_KINDS = {"D": "D", "t": "t", "Y": "Y", "@": "R", "o": "o", "q": "q"}
_FRACTIONS = frozenset({"1/2", "1/3", "2/3", "1/4", "3/4"})
_PARTY_WORDS = frozenset("party parties gathering themed theme menu potluck special".split())
_WORDLIKE_HOLIDAYS = frozenset({"christmas", "halloween", "easter", "thanksgiving", "new years"})


def may_hold_date(tokens: Sequence[Token]) -> bool:
    """Whether reading the tokens for dates is worth it."""
    before = ""
    for token in tokens:
        if token.kind == "w":
            if may_begin_date(token.word):
                return True
        elif token.kind in "Doq" or (token.kind == "n" and before in ("-", "–", "the")):
            return True
        before = token.word
    return False


def lexemes(tokens: Sequence[Token]) -> tuple[Lexeme, ...]:
    """The tokens as the date grammar reads them; a holiday of several words is one lexeme."""
    index = 0
    found: list[Lexeme] = []
    words, heads = date_words(), holiday_heads()
    while index < len(tokens):
        token = tokens[index]
        index += 1
        if token.kind != "w":
            dated = len(tokens) == 1 or (found and found[-1].letter in "uW")
            fraction = token.word in _FRACTIONS and not dated
            found.append(_figure(token._replace(kind="x") if fraction else token))
            continue
        letter, value = words.get(token.word, ("z", 0))
        name = token.word
        if letter == "z" or name in heads:
            letter, value, name, index = _rare(tokens, index, heads)
        found.append(Lexeme(letter, name, value, token.start, tokens[index - 1].end))
    return tuple(_without_dots(found))


def _rare(tokens: Sequence[Token], after: int, heads: Heads) -> tuple[str, int, str, int]:
    """A word that is in no list: a holiday, a slip of the finger, or any other word."""
    token = tokens[after - 1]
    word = mended(token.word)
    for rest, name in heads.get(word.replace("'", ""), ()):
        end = after + len(rest)
        follow = tuple(t.word.replace("'", "") for t in tokens[after:end])
        if follow == rest:
            spoken = name in _WORDLIKE_HOLIDAYS and end < len(tokens)
            if spoken and tokens[end].word in _PARTY_WORDS:
                return "z", 0, word, after
            return "H", 0, name, end
    letter, value = date_words().get(word, ("z", 0))
    return letter, value, word, after


def _figure(token: Token) -> Lexeme:
    letter = _KINDS.get(token.kind) or _STEADY.get(token.kind, "X")
    if token.kind in "nc" and token.value:
        letter = _number_letter(token)
    elif token.kind in "oq" and not 1 <= token.value <= 31:
        letter = "X"
    return Lexeme(letter, token.word, token.value, token.start, token.end)


def _number_letter(token: Token) -> str:
    if token.kind == "n" and len(token.word) == 4 and 1900 <= token.value <= 2099:
        return "y"
    if token.kind == "c":
        return "e"
    return "d" if token.value <= 31 else "n"


def _without_dots(found: list[Lexeme]) -> list[Lexeme]:
    """Drops the full stop of an abbreviation: "Nov. the 1st", "sat. june 5"."""
    kept: list[Lexeme] = []
    for lexeme in found:
        abbreviated = kept and kept[-1].letter in "MKWv" and len(kept[-1].name) <= 5
        if not (lexeme.letter == "." and lexeme.name == "." and abbreviated):
            kept.append(lexeme)
    return kept
