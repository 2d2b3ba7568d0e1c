"""The figures in a reply to staff: each is one that a tool returned, or a count or a sum of what it
returned, or one that staff wrote."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from msgspec import Struct

from agents.guardrails.evidence import owners_amounts, profile_text
from agents.guardrails.figures import amounts, percentages
from agents.guardrails.records import Records
from bot.business.profile import Profile

_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_COUNTED = re.compile(
    r"(?<![\w$.,:/-])(?P<count>\d+(?:,\d{3})*)\s+(?!(?:am|pm|of|in|on|at|by|to)\b)"
    r"(?:\w+\s+){0,2}?(?:guests?|people|persons?|adults?|kids?|"
    r"children|bookings?|events?|parties|leads?|inquir(?:y|ies)|customers?|conversations?|chats?|"
    r"messages?|texts?|places?|spots?|seats?|plates?|to-?dos?|calls?|tokens?|booked|left|new|"
    r"quoted|lost|won|held|confirmed|open)\b",
    re.IGNORECASE,
)
_BOOKED = re.compile(
    r"\b(?:has|have|at|with) (?P<count>\d+(?:,\d{3})*) (?:of|booked)\b", re.IGNORECASE
)
_A_DAY = re.compile(
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? $", re.IGNORECASE
)
_OF_MONEY = re.compile(
    r"\brows\b|cents|dollars?|price|cost|total|deposit|revenue|amount|value|spent|limit|fee|tax|"
    r"paid|due|minimum|balance|before|after",
    re.IGNORECASE,
)
_MOST = Decimal(10**12)
_MOST_KINDS = 60  # of a list, of which each is added up by itself


class Tallies(Struct, frozen=True):
    """What may be named. cents: amounts of money, which tools tell in dollars or in cents. counts:
    of whatever can be counted: as results have them, how many entries they have and what these add
    up to, and what staff wrote."""

    cents: frozenset[int]
    counts: frozenset[Decimal]
    percentages: frozenset[Decimal]


def tallies_of(records: Records, profile: Profile) -> Tallies:
    """All that may be named in a turn."""
    texts = [*_texts(records.results), records.written, profile_text(profile)]
    plain, written = set(_values(records.results)), set(_numbers(records.written))
    money = _money(records.results)
    paid = {*_values(money), *_sums_in(money), *written}
    rates = {profile.prices.tax_percent, profile.prices.deposit_percent}
    return Tallies(
        cents=owners_amounts(profile).union(_cents(paid), *map(amounts, texts)),
        counts=frozenset(
            {Decimal(0), *plain, *_derived(records.results), *written, *_counts(texts)}
        ),
        percentages=frozenset(each.normalize() for each in (*plain, *written, *rates)).union(
            *map(percentages, texts)
        ),
    )


def _money(value: Any, name: str = "") -> Any:
    """What of results may be sums of money: what is called so, and the cells of a query."""
    if isinstance(value, Mapping):
        return {key: _money(each, f"{name} {key}") for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_money(each, name) for each in value]
    if isinstance(value, str) and not _NUMBER.fullmatch(value):
        return value
    return value if _OF_MONEY.search(name) else None


def _cents(numbers: Iterable[Decimal]) -> Iterator[int]:
    for number in numbers:
        if number < _MOST:
            yield from (int(number), int(number * 100), round(number * 100))


def _counts(texts: Iterable[str]) -> Iterator[Decimal]:
    """The numbers that texts count something by: no day of the month does."""
    for text in texts:
        for found in _counted(text):
            yield _decimal(found["count"])
        if text.isdecimal():
            yield Decimal(text)


def faults_of(sentence: str, tallies: Tallies) -> Iterator[str]:
    """The figures of a sentence that nothing proves, in words for the model."""
    for cents in sorted(amounts(sentence)):
        if cents not in tallies.cents:
            yield f"it names ${cents / 100:,.2f}, which no tool returned"
    for percent in sorted(percentages(sentence)):
        if percent not in tallies.percentages:
            yield f"it names {percent}%, which no tool returned"
    for found in _counted(sentence):
        if _decimal(found["count"]) not in tallies.counts:
            yield f"it counts {found['count']}, which no tool returned"


def _counted(text: str) -> Iterator[re.Match[str]]:
    for found in (*_COUNTED.finditer(text), *_BOOKED.finditer(text)):
        if not _A_DAY.search(text[: found.start("count")]):
            yield found


def _decimal(figures: str) -> Decimal:
    return Decimal(figures.replace(",", ""))


def _numbers(text: str) -> Iterator[Decimal]:
    for found in _NUMBER.findall(text):
        yield _decimal(found)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _texts(each)


def _values(value: Any) -> Iterator[Decimal]:
    if isinstance(value, Mapping):
        for each in value.values():
            yield from _values(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _values(each)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield Decimal(str(value))


def _derived(value: Any) -> Iterator[Decimal]:
    """How many there are of each kind in every list, and what their columns add up to."""
    if isinstance(value, Mapping):
        for each in value.values():
            yield from _derived(each)
    elif isinstance(value, list | tuple):
        yield Decimal(len(value))
        rows = _rows(value)
        yield from (Decimal(count) for count in _kinds(rows).values())
        yield from _added_up(rows)
        for each in value:
            yield from _derived(each)


def _sums_in(value: Any) -> Iterator[Decimal]:
    """What the columns of every list add up to, in all and for each kind."""
    if isinstance(value, Mapping):
        for each in value.values():
            yield from _sums_in(each)
    elif isinstance(value, list):
        yield from _added_up(_rows(value))
        for each in value:
            yield from _sums_in(each)


def _rows(values: Iterable[Any]) -> list[Mapping[str, Any]]:
    """A list's entries by column; a table's rows by their place."""
    found = []
    for each in values:
        if isinstance(each, Mapping):
            found.append(each)
        elif isinstance(each, list | tuple):
            found.append({str(place): cell for place, cell in enumerate(each)})
    return found


def _kinds(rows: Iterable[Mapping[str, Any]]) -> Counter[tuple[str, Any]]:
    return Counter(
        (name, value)
        for row in rows
        for name, value in row.items()
        if isinstance(value, str | bool)
    )


def _added_up(rows: list[Mapping[str, Any]]) -> Iterator[Decimal]:
    yield from _sums(rows)
    for name, value in list(_kinds(rows))[:_MOST_KINDS]:
        yield from _sums([row for row in rows if row.get(name) == value])


def _sums(rows: list[Mapping[str, Any]]) -> Iterator[Decimal]:
    totals: Counter[str] = Counter()
    for row in rows:
        for name, value in row.items():
            if (number := _number(value)) is not None:
                totals[name] += number  # type: ignore[assignment]
    yield from (Decimal(total) for total in totals.values())


def _number(value: Any) -> Decimal | None:
    """A cell that is a number, also one of money ("$1,120.00")."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        return Decimal(str(value).replace(",", "").removeprefix("$"))
    except InvalidOperation:
        return None
