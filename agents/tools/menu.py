"""get_menu: what is served at what price, and what of it suits an allergy or a diet."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any

from pydantic import Field
from sqlalchemy import Connection

from agents.tools.diet import needs_in
from agents.tools.note import Line
from agents.tools.said import customers, words_of
from agents.tools.tool import Desk, Tool
from bot.business.command import Arguments
from bot.business.dietary import DietAnswer, dishes_for, dishes_without, named
from bot.business.facts import render
from bot.business.menu import MenuItem
from bot.business.money import format_cents
from bot.business.scope import Scope
from bot.business.staff_hours import staff_hours_line
from bot.business.texts import fixed_text

_ABOUT = frozenset("allergy allergies allergic free no without".split())


class GetMenu(Arguments):
    without: Annotated[Line, Field(description="allergen to avoid, as the customer said")] = None
    diet: Annotated[Line, Field(description="vegetarian, halal, ... as the customer said")] = None


def get_menu(tx: Connection, scope: Scope, desk: Desk, arguments: GetMenu) -> dict[str, Any]:
    profile = scope.profile
    if need := arguments.without:
        told = _named(need, desk, profile.menu.allergen_words)
        return _suited(scope, told, dishes_without(profile, need))
    if need := arguments.diet:
        told = _named(need, desk, profile.menu.diet_words)
        return _suited(scope, told, dishes_for(profile, need))
    children = profile.menu.children
    return {
        "dishes": [_item(dish) for dish in profile.menu.dishes],
        "extras": [_item(extra) for extra in profile.menu.extras],
        "child": {"price": format_cents(children.price_cents), "up_to_age": children.up_to_age},
        "note": "For allergies and diets call again with without or diet; say nothing unlisted.",
    }


def _named(need: str, desk: Desk, listed: Mapping[str, Iterable[str]]) -> str:
    """The need as it may be said back: in the customer's words, or in none. What only the model
    wrote would be told to them as ours."""
    texts = [message.content for message in customers(desk.messages)]
    said = {_one(word) for text in texts for word in words_of(text)}
    own = {_one(word) for word in words_of(need) - _ABOUT}
    # "Celiac" is their word for gluten.
    told = _needs(need) & needs_in("\n".join(texts))
    meant = {_one(word) for each in told for word in words_of(each)}
    if own <= said | meant:
        return need
    ways = [(key, *listed[key]) for key in named(listed, need)]
    # "Dairy" is their word for milk, by the owner's own lists.
    theirs = all(any({_one(w) for w in words_of(way)} <= said for way in each) for each in ways)
    return need if ways and theirs else "that"


def _needs(need: str) -> set[str]:
    """The need as customers tell of it: "gluten" is "gluten-free", or an allergy."""
    return needs_in(need) | needs_in(f"no {need}") | needs_in(f"{need} allergy")


def _one(word: str) -> str:
    return word.removesuffix("s")


def _item(item: MenuItem) -> dict[str, str]:
    price = format_cents(item.price_cents)
    return {"name": item.name, "price": price, "description": item.description}


def _suited(scope: Scope, need: str, answer: DietAnswer) -> dict[str, Any]:
    profile, wording = scope.profile, scope.profile.wording
    told: dict[str, Any] = {"need": need, "known": answer.known}
    if answer.known:
        told |= {
            "fit_as_served": _names(answer.dishes),
            "on_request_ahead": _names(answer.on_request),
            "do_not_fit": _names(answer.unsuitable),
            "unknown": _names(answer.unknown_dishes),
            "say": fixed_text(profile, "cross_contact", scope.received_at),
        }
    else:
        when = staff_hours_line(profile, scope.received_at)
        about = need.removeprefix("no ").removesuffix(" allergy")
        told["say"] = render(profile, wording.dietary_unknown, need=about, when=when)
    return told | {"needs_person": answer.needs_person}


def _names(items: Iterable[MenuItem]) -> list[str]:
    return [item.name for item in items]


GET_MENU = Tool(
    name="get_menu",
    description=(
        "Dishes, extras and prices; with without or diet: which of them suit, as far as the menu "
        "states it. The only source for prices, allergens and diets."
    ),
    arguments=GetMenu,
    run=get_menu,
)
