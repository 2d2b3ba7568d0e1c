"""What may be said in a turn: all that tools returned in this conversation, and the profile."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import orjson
from msgspec import Struct

from agents.guardrails.figures import amounts, percentages
from agents.ports import Situation
from agents.tools.said import digits_of
from bot.business.profile import Profile
from bot.messages import Message

_TELLS_DAYS = ("get_availability",)
_PHONE = re.compile(r"\+?\d[\d ().-]{8,}\d")


class Evidence(Struct, frozen=True):
    """amounts: in cents. days: {day: whether it was said to be available}. refused: some tool
    named a reason against a wish (a closed day, too many guests). passages: the texts that tools
    returned, in lower case. needs_told: the allergens and diets that tools spoke of. confirmed: a
    booking of the customer's is. sent, called: an inquiry was made, a person asked for. phones:
    digits of the numbers that may be named. system: the prompt, of which nothing may be told."""

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
    system: str


def evidence_of(messages: Sequence[Message], situation: Situation, system: str) -> Evidence:
    """The evidence as a turn stands. system: the prompt, of which nothing may be told."""
    profile = situation.scope.profile
    names = {call.id: call.name for line in messages for call in line.tool_calls}
    results = [
        (names.get(line.tool_call_id or "", ""), _object(line.content))
        for line in messages
        if line.role == "tool"
    ]
    told = " \n ".join(text for _, result in results for text in _texts(result))
    owners = profile_text(profile)
    return Evidence(
        profile=profile,
        situation=situation,
        amounts=frozenset(amounts(told) | owners_amounts(profile) | amounts(owners)),
        percentages=frozenset(percentages(told) | percentages(owners) | _rates(profile)),
        days=dict(_days(results)),
        refused=any(_refuses(result) for _, result in results),
        passages=f"{told}\n{owners}".lower(),
        needs_told=tuple(need for name, result in results for need in _needs(name, result)),
        confirmed=any(_is_confirmed(result) for name, result in results if name == "my_bookings"),
        sent=situation.lead == "open" or _made(results, "create_booking_inquiry"),
        called=situation.person_asked or _made(results, "request_human"),
        phones=frozenset(_phones(messages, profile, situation, told)),
        system=system,
    )


def owners_amounts(profile: Profile) -> set[int]:
    """What the menu and the price list name, in cents."""
    items = (*profile.menu.dishes, *profile.menu.extras)
    return {
        *(item.price_cents for item in items),
        *(area.travel_fee_cents for area in profile.areas),
        profile.menu.children.price_cents,
        profile.prices.minimum_spend_cents,
    }


def _rates(profile: Profile) -> set[Decimal]:
    rates = (profile.prices.tax_percent, profile.prices.deposit_percent)
    return {rate.normalize() for rate in rates}


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


def _object(text: str) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return {}


def _texts(value: Any) -> Iterator[str]:
    """All texts within a result; an error's too, since it is for the model to say."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)


def _days(results: Iterable[tuple[str, Any]]) -> Iterator[tuple[date, bool]]:
    for name, result in results:
        if name in _TELLS_DAYS and isinstance(result, dict) and "available" in result:
            yield date.fromisoformat(result["date"]), bool(result["available"])


def _refuses(result: Any) -> bool:
    if not isinstance(result, dict):
        return False
    return bool(result.keys() & {"code", "refused", "doubts"}) or "error" in result


def _needs(name: str, result: Any) -> Iterator[str]:
    if name == "get_menu" and isinstance(result, dict) and "need" in result:
        yield str(result["need"])


def _is_confirmed(result: Any) -> bool:
    events = result.get("events", ()) if isinstance(result, dict) else ()
    return any(event.get("status") == "confirmed" for event in events)


def _made(results: Iterable[tuple[str, Any]], tool: str) -> bool:
    return any(
        name == tool and isinstance(result, dict) and "error" not in result
        for name, result in results
    )


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
