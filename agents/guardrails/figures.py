"""The amounts of money and the percentages that a text names, in figures or in words."""

import re
from collections.abc import Iterator
from decimal import Decimal

from agents.understanding.tokens import scan

_CURRENCY = r"(?:dollars?|bucks?|usd)"
_EACH = (
    r"(?:(?:per|a|an|each|/)\s*(?:person|head|guest|plate|adult|child|kid|portion|pop|piece)"
    r"|each|pp)"
)
_NUMBER = r"\d[\d,]*(?:\.\d+)?"
_RANGE = rf"(?P<low>{_NUMBER})(?P<kilo>k)?(?:\s*(?:-|–|to|and|or)\s*\$?\s*(?P<high>{_NUMBER}))?"
_SIGNED = re.compile(rf"\$\s*{_RANGE}", re.IGNORECASE)
_NAMED = re.compile(rf"(?<![\w$.]){_RANGE}\s*(?:{_CURRENCY}\b|{_EACH}\b|cents?\b)", re.IGNORECASE)
# A figure that a word of money stands before: "the total is 548", "comes to 1,250.50".
_TOLD = re.compile(
    r"\b(?:totals?|price|cost|costs|deposit|fee|tax|balance|subtotal|charge|comes? to|pay|owe)\b"
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


def amounts(text: str) -> set[int]:
    """Every amount named, in cents."""
    return {*_in_figures(text), *_in_words(text)}


def percentages(text: str) -> set[Decimal]:
    """Every percentage named, in figures or in words."""
    spelled = {Decimal(value) for value, rest in _spelled(text) if "percent" in rest.lower()}
    return {Decimal(found).normalize() for found in _PERCENT.findall(text)} | spelled


def _in_figures(text: str) -> Iterator[int]:
    for pattern in (_SIGNED, _NAMED, _TOLD):
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


def _spelled(text: str) -> Iterator[tuple[int, str]]:
    if not _MAYBE_SPELLED.search(text):
        return
    for token in scan(text).tokens:
        if token.kind != "c":
            continue
        if after := _SPELLED_AFTER.match(text, token.end):
            yield token.value, after[0]
