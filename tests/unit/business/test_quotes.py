from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.business.profile import Profile
from bot.business.quotes import Bill, Line, Quote, QuoteError, quote, quote_text

Altered = Callable[[dict[str, Any]], Profile]


def amounts(bill: Bill) -> tuple[int, int, int, int, int, int]:
    return (
        bill.subtotal_cents,
        bill.top_up_cents,
        bill.travel_cents,
        bill.tax_cents,
        bill.total_cents,
        bill.deposit_cents,
    )


@pytest.mark.parametrize(
    ("adults", "children", "proteins", "extras", "place", "expected"),
    [
        # 30 x 28 = 840; tax 81.90
        (30, 0, {"chicken": 30}, None, "Los Angeles", (84000, 0, 0, 8190, 92190, 46095)),
        # 10 x 28 + 10 x 35 + 5 x 18 = 720; travel 75, untaxed; tax 70.20; half of 865.20
        (20, 5, {"chicken": 10, "steak": 10}, None, "Irvine", (72000, 0, 7500, 7020, 86520, 43260)),
        # 10 x 25 = 250, raised to 300; tax 29.25; half of 329.25 is 164.625
        (10, 0, {"vegetable": 10}, None, "90210", (25000, 5000, 0, 2925, 32925, 16463)),
        # 11 x 32 + 3 x 5 + 2 x 8 = 383; travel 120; tax 37.3425
        (
            11, 0, {"shrimp": 11}, {"edamame": 3, "gyoza": 2}, "Riverside",
            (38300, 0, 12000, 3734, 54034, 27017),
        ),
        # children alone: 20 x 18 = 360
        (0, 20, None, None, "Pasadena", (36000, 0, 0, 3510, 39510, 19755)),
    ],
)  # fmt: skip
def test_a_party_is_priced_to_the_cent(
    profile: Profile,
    adults: int,
    children: int,
    proteins: dict[str, int] | None,
    extras: dict[str, int] | None,
    place: str,
    expected: tuple[int, ...],
) -> None:
    priced = quote(profile, adults, children, proteins=proteins, extras=extras, place=place)
    assert priced.is_exact
    assert priced.low == priced.high
    assert amounts(priced.low) == expected
    assert not priced.needs_person


def test_lines_say_what_is_paid_for(profile: Profile) -> None:
    priced = quote(
        profile, 20, 5, proteins={"beef": 5, "Chicken": 15}, extras={"yakisoba": 4}, place="LA"
    )
    assert priced.low.lines == (
        Line("Hibachi chicken", 15, 2800),
        Line("Hibachi steak", 5, 3500),
        Line("Child plate (up to age 12)", 5, 1800),
        Line("Yakisoba noodles", 4, 600),
    )
    assert priced.low.lines[0].total_cents == 42000


def test_open_dishes_give_a_range_from_the_cheapest_to_the_dearest(profile: Profile) -> None:
    priced = quote(profile, 20, place="Burbank")
    assert not priced.is_exact
    assert priced.low.lines == (Line("Hibachi vegetable", 20, 2500),)
    assert priced.high.lines == (Line("Hibachi steak", 20, 3500),)
    assert amounts(priced.low) == (50000, 0, 0, 4875, 54875, 27438)
    assert amounts(priced.high) == (70000, 0, 0, 6825, 76825, 38413)
    assert priced.per_guest_cents == (2744, 3841)
    assert quote_text(profile, priced) == (
        "For 20 guests the total is between $548.75 and $768.25 with tax, depending on the "
        "dishes. The deposit would be $274.38 to $384.13."
    )
    assert priced.notes[0].startswith("The exact price follows")


def test_only_the_plates_left_open_are_in_the_range(profile: Profile) -> None:
    priced = quote(profile, 20, proteins={"steak": 15}, place="Burbank")
    assert [line.quantity for line in priced.low.lines] == [15, 5]
    assert priced.high.total_cents - priced.low.total_cents == 5 * 1000 * 10975 // 10000


def test_an_exact_price_in_words(profile: Profile) -> None:
    priced = quote(profile, 30, proteins={"chicken": 30}, place="LA")
    assert quote_text(profile, priced) == (
        "For 30 guests the total is $921.90 with tax, about $30.73 a person. "
        "The deposit is $460.95."
    )


def test_unknown_travel_is_said_and_not_charged(profile: Profile) -> None:
    for place in (None, "Springfield", "San Diego"):
        priced = quote(profile, 30, proteins={"chicken": 30}, place=place)
        assert priced.area is None
        assert priced.low.travel_cents == 0
        assert any("travel fee may be added" in note for note in priced.notes)
        assert priced.needs_person is (place is not None)


def test_the_minimum_spend_and_the_gratuity_are_said(profile: Profile) -> None:
    priced = quote(profile, 10, proteins={"vegetable": 10}, place="LA")
    assert priced.notes == (
        "Our minimum spend of $300.00 is applied.",
        profile.prices.gratuity,
    )


@pytest.mark.parametrize("adults", [9, 600])
def test_a_party_outside_the_limits_is_priced_and_goes_to_a_person(
    profile: Profile, adults: int
) -> None:
    priced = quote(profile, adults, place="LA")
    assert priced.needs_person
    assert any("our team will gladly look" in note for note in priced.notes)


def test_travel_is_taxed_where_the_owner_says_so(altered: Altered) -> None:
    taxed = altered({"prices.tax_on_travel": True})
    priced = quote(taxed, 20, proteins={"chicken": 20}, place="Irvine")
    assert priced.low.tax_cents == 6191  # 9.75% of 635.00 is 61.9125


@pytest.mark.parametrize(
    ("adults", "children", "proteins", "extras", "why"),
    [
        (0, 0, None, None, "one guest at least"),
        (-1, 5, None, None, "one guest at least"),
        (5, -1, None, None, "one guest at least"),
        (10, 0, {"lobster": 10}, None, "choose from chicken, steak, shrimp, vegetable"),
        (10, 0, {"chicken": 11}, None, "10 at most"),
        (10, 5, {"chicken": 15}, None, "adults' plates"),
        (10, 0, {"chicken": -1}, None, "below zero"),
        (10, 0, None, {"sushi": 1}, "choose from noodles, edamame, gyoza"),
    ],
)
def test_what_cannot_be_priced_says_what_to_change(
    profile: Profile,
    adults: int,
    children: int,
    proteins: dict[str, int] | None,
    extras: dict[str, int] | None,
    why: str,
) -> None:
    with pytest.raises(QuoteError, match=why):
        quote(profile, adults, children, proteins=proteins, extras=extras)


PLACES = st.sampled_from([None, "Los Angeles", "Malibu", "Irvine", "Riverside", "San Diego"])
DISHES = st.sampled_from(["chicken", "steak", "shrimp", "vegetable"])
PERCENTS = st.decimals(min_value=0, max_value=30, places=3)
Party = tuple[int, int, dict[str, int], dict[str, int]]


@st.composite
def parties(draw: st.DrawFn) -> Party:
    """Adults, children, plates chosen (perhaps not all), extras."""
    chosen = draw(st.dictionaries(DISHES, st.integers(0, 200)))
    still_open = draw(st.sampled_from([0, 0, 1, 7, 100]))
    extras = draw(st.dictionaries(st.sampled_from(["noodles", "gyoza"]), st.integers(0, 50)))
    return sum(chosen.values()) + still_open, draw(st.integers(1, 60)), chosen, extras


def priced_at(profile: Profile, tax: Decimal, party: Party, place: str | None) -> Quote:
    prices = profile.prices.model_copy(update={"tax_percent": tax})
    adults, children, proteins, extras = party
    own = profile.model_copy(update={"prices": prices})
    return quote(own, adults, children, proteins=proteins, extras=extras, place=place)


@given(party=parties(), place=PLACES, tax=PERCENTS)
def test_totals_add_up(profile: Profile, party: Party, place: str | None, tax: Decimal) -> None:
    priced = priced_at(profile, tax, party, place)
    for bill in (priced.low, priced.high):
        assert bill.subtotal_cents == sum(line.total_cents for line in bill.lines)
        food = bill.subtotal_cents + bill.top_up_cents
        assert food == max(bill.subtotal_cents, profile.prices.minimum_spend_cents)
        exact_tax = Decimal(food) * tax / 100
        assert bill.tax_cents == int(exact_tax.quantize(Decimal(1), ROUND_HALF_UP))
        assert bill.total_cents == food + bill.travel_cents + bill.tax_cents
        plates = [line.quantity for line in bill.lines if line.unit_cents >= 1800]
        assert sum(plates) == priced.guests
    assert priced.low.total_cents <= priced.high.total_cents


@given(party=parties(), place=PLACES, tax=PERCENTS)
def test_the_deposit_is_half_the_total_rounded_up(
    profile: Profile, party: Party, place: str | None, tax: Decimal
) -> None:
    priced = priced_at(profile, tax, party, place)
    for bill in (priced.low, priced.high):
        assert bill.deposit_cents == (bill.total_cents + 1) // 2


@given(party=parties(), place=PLACES, tax=PERCENTS, more=DISHES, child=st.booleans())
def test_more_guests_are_never_cheaper(
    profile: Profile,
    party: Party,
    place: str | None,
    tax: Decimal,
    more: str,
    child: bool,
) -> None:
    adults, children, proteins, extras = party
    larger: Party = (adults, children + 1, proteins, extras)
    if not child:
        larger = (adults + 1, children, proteins | {more: proteins.get(more, 0) + 1}, extras)
    before, after = (priced_at(profile, tax, size, place) for size in (party, larger))
    assert after.low.total_cents >= before.low.total_cents
    assert after.high.total_cents >= before.high.total_cents
