"""What may be said in a turn: all that tools returned in this conversation, and the profile."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import orjson
from msgspec import Struct

from agents.guardrails.figures import amounts, percentages
from agents.guardrails.leaks import Secret, secret_of
from agents.ports import Situation, ToolSpec
from agents.tools.said import digits_of
from bot.business.profile import Profile
from bot.messages import Message

_TELLS_DAYS = ("get_availability",)
_OURS = frozenset(("get_menu", "get_quote", "get_availability", "search_knowledge"))
_SAYINGS = frozenset(("say", "when"))
# Slots whose refusals hold no word of the customer's.
_FIGURED = frozenset(("event_date", "event_time", "guest_count", "adults", "children"))
# What a tool only gives back: the model's own argument, or the customer's words.
_ECHOED = frozenset(("need", "question", "location", "place"))
_PHONE = re.compile(r"\+?\d[\d ().-]{8,}\d")
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
    named. totals: of the bills that were quoted, with tax."""

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
        (names.get(line.tool_call_id or "", ""), _object(line.content))
        for line in messages
        if line.role == "tool"
    ]
    texts = [text for name, result in results for text in _own_texts(name, result)]
    told, owners = " \n ".join(texts), profile_text(profile)
    return Evidence(
        profile=profile,
        situation=situation,
        amounts=amounts(owners).union(owners_amounts(profile), *map(amounts, texts)),
        percentages=percentages(owners).union(_rates(profile), *map(percentages, texts)),
        days=dict(_days(results)),
        refused=any(_refuses(result) for _, result in results),
        passages=f"{told}\n{owners}".lower(),
        needs_told=tuple(need for name, result in results for need in _needs(name, result)),
        confirmed=any(_is_confirmed(result) for name, result in results if name == "my_bookings"),
        sent=situation.lead == "open" or _made(results, "create_booking_inquiry"),
        called=situation.person_asked or _made(results, "request_human"),
        phones=frozenset(_phones(messages, profile, situation, told)),
        secret=secret_of(system, tools, canary),
        customers_amounts=frozenset(_written_sums(messages)),
        totals=frozenset(total for name, result in results for total in _totals(name, result)),
        written=_written(messages, situation, f"{told}\n{owners}"),
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


def _own_texts(name: str, result: Any) -> Iterator[str]:
    """What the business says by a tool. What tools note or list of a customer's words proves
    nothing: whoever has a lie noted would have it proved."""
    if not isinstance(result, dict) or ("error" in result and name in _OURS):
        return
    if name in _OURS:
        is_ours = result.get("known", True)
        told = {key for key in result if key not in _ECHOED and (is_ours or key != "say")}
    else:
        told = {key for key in result if key in _SAYINGS}
        for slot in _FIGURED & _refusals(result).keys():
            yield from _texts(result["refused"][slot])
    for key in told:
        yield from _texts(result[key])


def _refusals(result: Mapping[str, Any]) -> Mapping[str, Any]:
    refused = result.get("refused")
    return refused if isinstance(refused, dict) else {}


def _texts(value: Any) -> Iterator[str]:
    """All texts within a value."""
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


def _totals(name: str, result: Any) -> Iterator[int]:
    if name != "get_quote" or not isinstance(result, dict):
        return
    for bill in (result, result.get("lowest"), result.get("highest")):
        if isinstance(bill, dict):
            yield from amounts(str(bill.get("total", "")))


def _written(messages: Iterable[Message], situation: Situation, told: str) -> str:
    business = situation.scope.profile.business
    theirs = [line.content for line in messages if line.role == "user"]
    theirs += [str(value) for value in situation.details.values()]
    # What a tool listed is this customer's own: no other one's is ever returned to them.
    theirs += [line.content for line in messages if line.role == "tool"]
    return "\n".join([*theirs, told, business.email, business.website]).lower()


def _written_sums(messages: Iterable[Message]) -> Iterator[int]:
    for line in messages:
        if line.role == "user":
            yield from amounts(line.content)
            for found in _NUMBER.findall(line.content):
                yield int(Decimal(found.replace(",", "")) * 100)


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
