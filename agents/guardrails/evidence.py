"""What may be said in a turn: all that tools returned in this conversation, and the profile."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache

from msgspec import Struct

from agents.guardrails.figures import amounts, percentages
from agents.guardrails.leaks import Secret, secret_of
from agents.guardrails.told import Told, told_by
from agents.ports import Situation, ToolSpec
from agents.tools.said import digits_of
from bot.business.profile import Profile
from bot.messages import Message

_REMEMBERED = 512  # texts; a conversation's are looked at again in each of its turns
_PHONE = re.compile(r"\+?\d[\d ().-]{8,24}\d")
_NUMBER = re.compile(
    r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?:\.\d\d)?(?![\d,])|(?<![\d.,])\d{1,6}(?![\d,])"
)


class Evidence(Struct, frozen=True):
    """amounts: in cents. days: {day: whether it was said to be available}. refused: some tool
    named a reason against a wish (a closed day, too many guests). passages: the texts that tools
    returned, in lower case. needs_told: the allergens and diets that tools spoke of. confirmed: a
    booking of the customer's is. sent, called: an inquiry was made, a person asked for. phones:
    digits of the numbers that may be named. secret: what the model was told.
    customers_amounts: the sums that the customer wrote, in cents, also without a dollar sign.
    written: all that this customer and the business wrote, in lower case: addresses in it may be
    named. totals: of the bills that were quoted, with tax. asked: what the customer wrote last.
    events: the days of what they have booked or asked for."""

    profile: Profile
    situation: Situation
    amounts: frozenset[int]
    percentages: frozenset[Decimal]
    days: Mapping[date, bool]
    refused: bool
    passages: str
    needs_told: tuple[str, ...]
    confirmed: bool
    sent: bool
    called: bool
    phones: frozenset[str]
    secret: Secret
    customers_amounts: frozenset[int]
    written: str
    totals: frozenset[int]
    asked: str
    events: frozenset[date]


def evidence_of(
    messages: Sequence[Message],
    situation: Situation,
    system: str,
    tools: tuple[ToolSpec, ...] = (),
    canary: str = "",
) -> Evidence:
    """The evidence as a turn stands. system, tools, canary: of which nothing may be told."""
    profile = situation.scope.profile
    names = {call.id: call.name for line in messages for call in line.tool_calls}
    results = [
        told_by(names.get(line.tool_call_id or "", ""), line.content)
        for line in messages
        if line.role == "tool"
    ]
    told, owners = " \n ".join(_each_text(results)), profile_text(profile)
    return Evidence(
        profile=profile,
        situation=situation,
        amounts=owners_amounts(profile).union(*(result.amounts for result in results)),
        percentages=_rates(profile).union(*(result.percentages for result in results)),
        days={day: free for result in results for day, free in result.days.items()},
        refused=any(result.refused for result in results),
        passages=f"{told}\n{owners}".lower(),
        needs_told=tuple(result.need for result in results if result.need is not None),
        confirmed=any(result.confirmed for result in results),
        sent=situation.lead == "open" or _made(results, "create_booking_inquiry"),
        called=situation.person_asked or _made(results, "request_human"),
        phones=frozenset(_phones(messages, profile, situation, told)),
        secret=secret_of(system, tools, canary),
        customers_amounts=frozenset().union(*map(_written_sums, _customers(messages))),
        totals=frozenset().union(*(result.totals for result in results)),
        written=_written(messages, situation, f"{told}\n{owners}"),
        asked=_asked(messages),
        events=frozenset().union(*(result.events for result in results)),
    )


def _each_text(results: Iterable[Told]) -> Iterator[str]:
    return (text for result in results for text in result.texts)


def _customers(messages: Iterable[Message]) -> Iterator[str]:
    return (line.content for line in messages if line.role == "user")


def owners_amounts(profile: Profile) -> frozenset[int]:
    """What the menu, the price list and the owner's lines name, in cents."""
    items = (*profile.menu.dishes, *profile.menu.extras)
    return amounts(profile_text(profile)).union(
        (item.price_cents for item in items),
        (area.travel_fee_cents for area in profile.areas),
        (profile.menu.children.price_cents, profile.prices.minimum_spend_cents),
    )


def _rates(profile: Profile) -> frozenset[Decimal]:
    rates = (profile.prices.tax_percent, profile.prices.deposit_percent)
    return percentages(profile_text(profile)).union(rate.normalize() for rate in rates)


def profile_text(profile: Profile) -> str:
    """The owner's free lines, which may be said as they are."""
    prices, service, business = profile.prices, profile.service, profile.business
    return " \n ".join(
        [
            f"{business.name}, {business.description}",
            prices.gratuity,
            prices.balance_due,
            *service.included,
        ]
    )


def _made(results: Iterable[Told], tool: str) -> bool:
    return any(result.tool == tool and result.done for result in results)


def _written(messages: Iterable[Message], situation: Situation, told: str) -> str:
    business = situation.scope.profile.business
    theirs = [line.content for line in messages if line.role == "user"]
    theirs += [str(value) for value in situation.details.values()]
    # What a tool listed is this customer's own: no other one's is ever returned to them.
    theirs += [line.content for line in messages if line.role == "tool"]
    return "\n".join([*theirs, told, business.email, business.website]).lower()


def _asked(messages: Sequence[Message]) -> str:
    newest = (line.content for line in reversed(messages) if line.role == "user")
    return next(newest, "")


@lru_cache(maxsize=_REMEMBERED)
def _written_sums(text: str) -> frozenset[int]:
    figures = _NUMBER.findall(text)
    return amounts(text).union(int(Decimal(found.replace(",", "")) * 100) for found in figures)


def _phones(
    messages: Iterable[Message], profile: Profile, situation: Situation, told: str
) -> Iterator[str]:
    """The business's, the customer's own, and what was written or returned here."""
    yield digits_of(profile.business.phone)[-10:]
    for known in (situation.scope.phone, situation.details.get("phone")):
        if known:
            yield digits_of(str(known))[-10:]
    written = [line.content for line in messages if line.role == "user"]
    for text in (told, *written):
        for found in _PHONE.findall(text):
            yield digits_of(found)[-10:]
