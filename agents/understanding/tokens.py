"""Cuts a message into tokens: words, numbers, times, prices, numeric dates, addresses, phones.

Everything that must never be mistaken for something else (a street number for a guest count,
a phone for a date) is told apart once, here; the readers above only look at kinds.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from agents.understanding.numbers import merge_spelled
from agents.understanding.token_types import Token

__all__ = ["Scan", "Token", "scan"]

MAX_TEXT = 2_000
"""Characters read of one message: longer ones are no customer's sentence."""
_MOST_TOKENS = 500  # so many make a text of the longest kind; figures and signs could make more

_STREETS = (
    "street|st|avenue|ave|av|road|rd|drive|dr|lane|ln|boulevard|blvd|court|ct|way|place|pl|circle"
    "|cir|terrace|ter|parkway|pkwy|highway|hwy|trail|square|plaza|loop"
)
_NOT_IN_STREET = (
    "a|about|adults?|also|am|an|and|are|around|as|at|be|but|by|children|day|days|each|for|friends"
    "|from|guests?|have|he|her|his|hours?|hrs?|i|if|in|is|it|kids?|like|me|miles?|min|mins|minutes?"
    "|month|months|more|my|near|of|off|on|or|our|people|person|persons|please|pm|ppl|she|so|that|the"
    "|their|there|they|this|to|total|we|weeks?|will|with|years?|you|your"
)
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*|[\S\n]")
_LINK = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?:https?://|www\.)\S+")
# What stands on a bank card is no date and no number of guests.
_CARD = re.compile(
    r"(?<![\d-])(?:\d{4}[ -]\d{4}[ -]\d{4}[ -]\d{1,7}|\d{4}[ -]\d{6}[ -]\d{5}|\d{13,19})(?!\d)"
    r"(?:[ ,;]{1,3}\d{1,2}/\d{2,4})?(?:[ ,;]{1,3}\d{3,4}(?=$|[ ,;.!?]*$))?"
    r"|\b(?:exp(?:ir(?:y|es?|ation|ing))?|valid (?:thru|through))\b\W{0,3}(?:date\W{1,3})?"
    r"(?:is )?\d{1,2} ?[/-] ?\d{2,4}|\b(?:cvv|cvc|security code)\W{0,3}(?:is )?\d{3,4}\b"
)
_SYMBOLS = {
    ",": ",", ";": ",", ":": ",", "(": ",", ")": ",", ".": ".", "!": ".", "?": "?", "\n": ".",
    "-": "-", "–": "-", "—": "-", "&": "&", "+": "&", "/": "/", "…": ".", "~": "~", "@": "@",
}  # fmt: skip

_HOUR = r"(?:1[0-2]|0?[1-9])"
_NUMERIC = re.compile(
    rf"""
    (?P<junk>\d+(?:\.\d+)?\s?(?:%|percent\b)|\d0'?s\b|24/7(?!/)|50/50|\#\s?\d+)
   |(?P<date>(?:\d{{4}}(?P<s1>[-/.])\d{{1,2}}(?P=s1)\d{{1,2}}|\d{{1,2}}(?P<s2>[-/.])\d{{1,2}}(?P=s2)(?:\d{{4}}|\d{{2}})
        |\d{{1,2}}/\d{{1,2}})(?![\d/]|-\d))
   |(?P<phone>\+\d[\d\ ().-]{{7,16}}\d|(?:1[ .-]?)?\(?\d{{3}}\)?[ .-]?\d{{3}}[ .-]?\d{{4}}(?!\d)
        |\d{{3}}[-.]\d{{4}}(?!\d))
   |(?P<price>[$€£]\s?\d[\d,]*(?:\.\d+)?k?(?:\s?[-–]\s?[$€£]?\d[\d,]*)?
        |\d[\d,]*(?:\.\d+)?\s?(?:\$|(?:dollars?|bucks?|usd|pp|each)\b|per\s(?:person|head|guest
            |plate|adult|child|kid)\b|/\s?(?:person|pp|head|guest|plate|adult|child|kid)\b
            |a\s(?:head|person|plate|pop)\b))
   |(?P<age>\d{{1,3}}\s?-?\s?(?:y/?o|(?:years?|yrs?)[ -]?olds?)\b)
   |(?P<address>\d{{1,6}}[a-z]?(?:[ ](?!(?:{_NOT_IN_STREET})\b)(?:[a-z][a-z'-]*\.?
        |\d{{1,3}}(?:st|nd|rd|th))){{1,3}}?[ ](?:{_STREETS})\b)
   |(?P<time>{_HOUR}(?::[0-5]\d)?\s?(?:-|–|to|til|till)\s?{_HOUR}(?::[0-5]\d)?\s?[ap]\.?m\b\.?
        |\d{{1,2}}:[0-5]\d(?::[0-5]\d)?(?:\s?[ap]\.?m\b\.?|[ap]\b)?
        |{_HOUR}[.\ ][0-5]\d\s?[ap]\.?m\b\.?|{_HOUR}[0-5]\d\s?[ap]m\b
        |{_HOUR}(?:\s?[ap]\.?\s?m\b\.?|[ap]\b|\s?o'?\s?clock\b))
   |(?P<slang>2(?:m+o+r+o+w?|morrow|nite|night|day)\b)
   |(?P<ordinal>\d{{1,3}}(?:st|nd|rd|th)\b)
   |(?P<year>'\d{{2}}\b)
   |(?P<zip>\d{{5}}(?:-\d{{4}})?(?!\d))
   |(?P<number>\d{{1,3}}(?:,\d{{3}})+(?!\d)|\d+(?!\d|\.\d))
   |(?P<part>\d+\.\d+)
    """,
    re.X,
)
_KINDS = {
    "date": "D", "phone": "p", "price": "$", "junk": "x", "age": "g", "address": "a", "time": "t",
    "slang": "w", "ordinal": "o", "year": "Y", "zip": "z", "number": "n", "part": "x",
}  # fmt: skip
_STARTS = frozenset("0123456789$€£+(#'")


class Scan(NamedTuple):
    """A message and its tokens, in order, without the white space."""

    text: str
    tokens: tuple[Token, ...]


@lru_cache(maxsize=64)
def scan(text: str) -> Scan:
    """The tokens of the first MAX_TEXT characters; spans point into the text as given."""
    tokens = _raw(_without_cards(_without_links(_lowered(text[:MAX_TEXT]))))
    return Scan(text, tuple(merge_spelled(tokens)))


def _lowered(text: str) -> str:
    """The text in lower case with straight apostrophes, each character in its old place."""
    lowered = text.replace("’", "'").lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)


def _without_links(text: str) -> str:
    """The text with e-mail and web addresses blanked, so that no reader sees into them."""
    if "@" not in text and "www" not in text and "://" not in text:
        return text
    return _LINK.sub(lambda found: " " * len(found.group()), text)


def _without_cards(text: str) -> str:
    """The text with the figures of bank cards blanked, in their old places."""
    return _CARD.sub(lambda found: " " * len(found.group()), text)


def _raw(text: str) -> list[Token]:
    tokens: list[Token] = []
    past = 0
    for found in _WORD.finditer(text):
        if len(tokens) == _MOST_TOKENS:
            break
        start, end = found.span()
        if start < past:
            continue
        first = text[start]
        if first.isalpha():
            tokens.append(Token("w", found.group(), 0, start, end))
        elif first in _STARTS and (numeric := _NUMERIC.match(text, start)):
            past = numeric.end()
            tokens.append(_numeric_token(numeric))
        else:
            tokens.append(Token(_SYMBOLS.get(first, "x"), first, 0, start, end))
    return tokens


def _numeric_token(found: re.Match[str]) -> Token:
    name = found.lastgroup or "junk"
    word = found.group()
    value = 0
    if name in ("number", "ordinal", "year"):
        value = int("".join(filter("0123456789".__contains__, word)))
    return Token(_KINDS[name], word, value, *found.span())
