"""What a party costs, to the cent.

The food is counted at the menu's prices and raised to the minimum spend; the travel fee is added;
tax is taken once on what is taxable and rounded half up to the cent (rounding each line by itself
could make a larger party a cent cheaper); the deposit is its share of the total, any part of a
cent rounded up.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.business.facts import render
from bot.business.menu import MenuItem, find_item
from bot.business.money import format_cents, percent_half_up, percent_up, share_half_up
from bot.business.places import Area
from bot.business.profile import Profile
from bot.business.rules import Refusal, check_guests, check_place
from bot.errors import BotError


class QuoteError(BotError):
    """The party cannot be priced as it was put; the text says what to change."""


@dataclass(frozen=True, slots=True)
class Line:
    """A number of equal plates or portions; amounts are whole cents."""

    label: str
    quantity: int
    unit_cents: int

    @property
    def total_cents(self) -> int:
        return self.quantity * self.unit_cents


@dataclass(frozen=True, slots=True)
class Bill:
    """One way the party may be billed. Amounts are whole cents.

    subtotal: the lines' sum. top_up: what the minimum spend adds to it. deposit: part of total.
    """

    lines: tuple[Line, ...]
    subtotal_cents: int
    top_up_cents: int
    travel_cents: int
    tax_cents: int
    total_cents: int
    deposit_cents: int


@dataclass(frozen=True, slots=True)
class Quote:
    """A price, or the range it lies in while the choice of dishes is open.

    low and high are equal bills where nothing is open. area is None, and no travel is counted,
    where the place is not known or not served. notes are sentences to say with the price.
    """

    adults: int
    children: int
    low: Bill
    high: Bill
    area: Area | None
    notes: tuple[str, ...]
    needs_person: bool

    @property
    def guests(self) -> int:
        return self.adults + self.children

    @property
    def is_exact(self) -> bool:
        return self.low.total_cents == self.high.total_cents

    @property
    def per_guest_cents(self) -> tuple[int, int]:
        """The low and the high total, each shared among all guests and rounded half up."""
        low, high = self.low.total_cents, self.high.total_cents
        return share_half_up(low, self.guests), share_half_up(high, self.guests)


def quote(
    profile: Profile,
    adults: int,
    children: int = 0,
    *,
    proteins: Mapping[str, int] | None = None,
    extras: Mapping[str, int] | None = None,
    place: str | None = None,
) -> Quote:
    """Price a party. proteins counts the adults' plates by dish, extras the portions by extra.

    Adults without a dish leave the price open between the cheapest and the dearest. Children's
    plates have one price. Raises QuoteError for counts or names that make no sense.
    """
    _check_counts(adults, children)
    chosen = _lines(profile.menu.dishes, proteins or {})
    open_plates = adults - sum(line.quantity for line in chosen)
    if open_plates < 0:
        raise QuoteError(f"proteins count the adults' plates: {adults} at most in all")
    rest = (*_child_lines(profile, children), *_lines(profile.menu.extras, extras or {}))
    where = check_place(profile, place) if place else None
    area = where if isinstance(where, Area) else None
    by_price = sorted(profile.menu.dishes, key=lambda dish: dish.price_cents)
    low, high = (
        _bill(profile, _with_open(chosen, dish, open_plates) + rest, area)
        for dish in (by_price[0], by_price[-1])
    )
    refusals = [found for found in (check_guests(profile, adults + children), where) if found]
    refused = [found for found in refusals if isinstance(found, Refusal)]
    notes = (*_notes(profile, low, open_plates, area), *(found.message for found in refused))
    person = any(found.needs_person for found in refused)
    return Quote(adults, children, low, high, area, notes, person)


def quote_text(profile: Profile, priced: Quote) -> str:
    """Return the price in the owner's words, without its notes."""
    texts, low, high = profile.wording.quotes, priced.low, priced.high
    if priced.is_exact:
        return render(
            profile,
            texts.exact,
            guests=str(priced.guests),
            total=format_cents(low.total_cents),
            deposit=format_cents(low.deposit_cents),
            per_guest=format_cents(priced.per_guest_cents[0]),
        )
    return render(
        profile,
        texts.range,
        guests=str(priced.guests),
        total_low=format_cents(low.total_cents),
        total_high=format_cents(high.total_cents),
        deposit_low=format_cents(low.deposit_cents),
        deposit_high=format_cents(high.deposit_cents),
    )


def _check_counts(adults: int, children: int) -> None:
    if adults < 0 or children < 0 or adults + children < 1:
        raise QuoteError("give the number of adults and of children, one guest at least")


def _lines(items: Sequence[MenuItem], counts: Mapping[str, int]) -> tuple[Line, ...]:
    """Price counts by what they are called; the same item under two names is one line."""
    quantities: dict[str, int] = {}
    for said, quantity in counts.items():
        item = find_item(items, said)
        if item is None:
            choices = ", ".join(item.key for item in items) or "nothing"
            raise QuoteError(f'"{said}" is not served: choose from {choices}')
        if quantity < 0:
            raise QuoteError(f'"{said}" has a number below zero: give how many')
        quantities[item.key] = quantities.get(item.key, 0) + quantity
    return tuple(
        Line(item.name, quantities[item.key], item.price_cents)
        for item in items
        if quantities.get(item.key)
    )


def _child_lines(profile: Profile, children: int) -> tuple[Line, ...]:
    terms = profile.menu.children
    label = f"Child plate (up to age {terms.up_to_age})"
    return (Line(label, children, terms.price_cents),) if children else ()


def _with_open(chosen: tuple[Line, ...], dish: MenuItem, plates: int) -> tuple[Line, ...]:
    """Add the open plates as if all were this dish."""
    return (*chosen, Line(dish.name, plates, dish.price_cents)) if plates else chosen


def _bill(profile: Profile, lines: tuple[Line, ...], area: Area | None) -> Bill:
    prices = profile.prices
    subtotal = sum(line.total_cents for line in lines)
    top_up = max(0, prices.minimum_spend_cents - subtotal)
    travel = area.travel_fee_cents if area else 0
    taxable = subtotal + top_up + (travel if prices.tax_on_travel else 0)
    tax = percent_half_up(taxable, prices.tax_percent)
    total = subtotal + top_up + travel + tax
    deposit = percent_up(total, prices.deposit_percent)
    return Bill(lines, subtotal, top_up, travel, tax, total, deposit)


def _notes(profile: Profile, low: Bill, open_plates: int, area: Area | None) -> Iterator[str]:
    texts = profile.wording.quotes
    if open_plates:
        yield render(profile, texts.choice_open)
    if low.top_up_cents:
        yield render(profile, texts.minimum_spend_applies)
    if area is None:
        yield render(profile, texts.travel_unknown)
    yield render(profile, texts.gratuity)
