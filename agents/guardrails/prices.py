"""Whether a price stands beside the dish that it is the price of. That a figure was returned for
something else proves nothing of this dish."""

import re
from collections.abc import Iterator
from decimal import Decimal

from agents.guardrails.evidence import Evidence
from bot.business.dietary import menu_items
from bot.business.menu import MenuItem
from bot.business.money import format_cents
from bot.business.profile import Profile

_PRICE = (
    r"(?: (?:plates?|dish(?:es)?|dinners?|meals?|hibachi|portions?|one))*(?: (?:is|are|costs?"
    r"|runs?|comes? at"
    r"|goes for|at|for|'s)(?: just| only)?|'s|:| -| –| =)? \$?(\d+(?:\.\d\d?)?)"
    r"(?= ?(?:a|per|each|/) ?(?:person|head|guest|plate|adult|portion|pop|piece)?\b|[.,;!)]|$)"
    r"(?! (?:and|or|to|-|–) ?\$?\d)(?!,\d)"
)
_COUNTED = re.compile(
    r"(?:\d+|two|three|four|five|six|ten|twenty|thirty|and|or|&|,|your|all) $", re.I
)
_KIDS = re.compile(r"\b(?:kids?|child\w*|niñ\w+)\b", re.IGNORECASE)
_TIMES = 2  # more than this many times the dearest dish is a sum, and no dish's price
_DEPOSIT = re.compile(
    r"\bdeposit (?:is|of|would be|will be|comes to|runs)(?: just| only| about)? "
    r"\$(\d[\d,]{0,12}(?:\.\d\d)?)",
    re.IGNORECASE,
)
_FEE = re.compile(r"\bfee\b[^.$!?]{0,40}\$(\d{1,4}(?:\.\d\d)?)(?![\d,])", re.IGNORECASE)
_MOST_KNOWN = 8


def faults_of(sentence: str, evidence: Evidence) -> Iterator[str]:
    """Prices beside the wrong thing, in words for the model."""
    if "$" not in sentence:
        return
    pattern, items = _menu(evidence.profile)
    kids = evidence.profile.menu.children.price_cents
    dearest = max(item.price_cents for item in items.values())
    for found in pattern.finditer(sentence):
        item, cents = items[found[1].lower()], int(Decimal(found[2]) * 100)
        if (
            "$" not in found[0]
            or cents > _TIMES * dearest
            or _COUNTED.search(sentence[: found.start()])
        ):
            continue
        if cents != item.price_cents and not (_KIDS.search(sentence) and cents == kids):
            yield f"{format_cents(cents)} is not the price of {item.name}: call get_menu"
    fees = {area.travel_fee_cents for area in evidence.profile.areas}
    for sum_ in _FEE.findall(sentence):
        cents = int(Decimal(sum_) * 100)
        if cents not in fees and any(cents == item.price_cents for item in items.values()):
            yield f"${sum_} is the price of a dish, and no travel fee"
    for sum_ in _DEPOSIT.findall(sentence):
        if int(Decimal(sum_.replace(",", "")) * 100) in evidence.totals:
            yield f"${sum_} is the total, and not the deposit"


def _menu(profile: Profile) -> tuple["re.Pattern[str]", dict[str, MenuItem]]:
    """The pattern of a dish with a price after it, and the dishes by their names."""
    if (known := _menus.get(profile.content_hash)) is None:
        if len(_menus) >= _MOST_KNOWN:
            _menus.clear()
        items = {
            name.lower(): item
            for item in menu_items(profile)
            for name in (item.name, item.key.replace("_", " "), *item.also_called)
        }
        either = "|".join(re.escape(name) for name in sorted(items, key=len, reverse=True))
        known = _menus[profile.content_hash] = (re.compile(rf"\b({either}){_PRICE}", re.I), items)
    return known


_menus: dict[str, tuple["re.Pattern[str]", dict[str, MenuItem]]] = {}
