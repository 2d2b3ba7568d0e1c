"""The amounts of money and the percentages that a text names, in figures or in words."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from agents.understanding.tokens import scan

_REMEMBERED = 2048  # texts; the same ones are looked at in each turn of a conversation
_CURRENCY = r"(?:dollars?|bucks?|usd|euros?|pounds?|pesos?)"
_EACH = (
    r"(?:(?:per|a|an|each|/)\s*(?:person|head|guest|plate|adult|child|kid|portion|pop|piece)"
    r"|each|pp)"
)
_NUMBER = r"\d[\d,]{0,12}(?:\.\d+)?"
_RANGE = rf"(?P<low>{_NUMBER})(?P<kilo>k)?(?:\s*(?:-|–|to|and|or)\s*\$?\s*(?P<high>{_NUMBER}))?"
_SIGNED = re.compile(rf"[$€£¥]\s*{_RANGE}", re.IGNORECASE)
_THOUSANDS = re.compile(
    r"(?<![\w$.])(?P<low>\d+(?:\.\d+)?)(?P<kilo>k)(?P<high>)\b(?! (?:run|race))", re.I
)
_NAMED = re.compile(rf"(?<![\w$.]){_RANGE}\s*(?:{_CURRENCY}\b|{_EACH}\b|cents?\b)", re.IGNORECASE)
# A figure that a word of money stands before: "the total is 548", "comes to 1,250.50".
_TOLD = re.compile(
    r"\b(?:totals?|price|cost|costs|deposit|fee|tax|balance|subtotal|charge|pay|owe|"
    # "We come to 90210" names a place.
    r"comes to|(?<!we )(?<!we can )(?<!we do )(?<!we'll )(?<!we also )(?<!chefs )come to|"
    r"runs? you|figure on|set you back)\b"
    rf"[^.!?\n$\d]{{0,30}}?(?<![\w$.]){_RANGE}(?!\s*(?:%|percent|guests?|people|persons?|adults?|"
    r"kids?|children|days?|hours?|weeks?|minutes?|am|pm|a\.m|p\.m|:\d|/\d|st\b|nd\b|rd\b|th\b))"
    r"(?![\d,.]*\d)",
    re.IGNORECASE,
)
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)\s*(?:%|percent\b)", re.IGNORECASE)
_SPELLED_AFTER = re.compile(rf"\s*(?:{_CURRENCY}|{_EACH}|percent)\b", re.IGNORECASE)

_MAYBE_SPELLED = re.compile(
    rf"\b(?:\w+teen|\w+ty|\w+ty-\w+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|"
    rf"dozen|hundred|thousand)\s*(?:{_CURRENCY}|{_EACH}|percent)\b",
    re.IGNORECASE,
)

# A round sum without a word of money: "just under nine hundred", "a grand".
_BARE = re.compile(
    r"\b(a|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen) (hundred|grand)\b"
    r"(?!\s+(?:and\s+\w+\s+)?(?:guests?|people|persons?|adults?|kids?|miles?|square|feet|\w+ty))",
    re.IGNORECASE,
)
_BARE_COUNTS = {
    "a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "twelve": 12, "fifteen": 15,
}  # fmt: skip


@lru_cache(maxsize=_REMEMBERED)
def amounts(text: str) -> frozenset[int]:
    """Every amount named, in cents."""
    return frozenset((*_in_figures(text), *_in_words(text)))


@lru_cache(maxsize=_REMEMBERED)
def percentages(text: str) -> frozenset[Decimal]:
    """Every percentage named, in figures or in words."""
    spelled = {Decimal(value) for value, rest in _spelled(text) if "percent" in rest.lower()}
    figured = (Decimal(found).normalize() for found in _PERCENT.findall(text))
    return frozenset((*figured, *spelled))


def _in_figures(text: str) -> Iterator[int]:
    for pattern in (_SIGNED, _NAMED, _TOLD, _THOUSANDS):
        for found in pattern.finditer(text):
            if found[0].lower().endswith(("cent", "cents")) and pattern is _NAMED:
                yield int(Decimal(_plain(found["low"])))
                continue
            times = 1000 if found["kilo"] else 1
            yield int(Decimal(_plain(found["low"])) * 100 * times)
            if found["high"]:
                yield int(Decimal(_plain(found["high"])) * 100)


def _plain(figure: str) -> str:
    return figure.replace(",", "").rstrip(".")


def _in_words(text: str) -> Iterator[int]:
    """ "Twenty-five dollars", "eight hundred a head"."""
    for value, rest in _spelled(text):
        if "percent" not in rest.lower():
            yield value * 100
    for found in _BARE.finditer(text):
        yield _BARE_COUNTS[found[1].lower()] * (100_000 if found[2] != "hundred" else 10_000)


def _spelled(text: str) -> Iterator[tuple[int, str]]:
    if not _MAYBE_SPELLED.search(text):
        return
    for token in scan(text).tokens:
        if token.kind != "c":
            continue
        if after := _SPELLED_AFTER.match(text, token.end):
            yield token.value, after[0]
