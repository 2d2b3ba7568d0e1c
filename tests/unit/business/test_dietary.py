from collections.abc import Callable
from typing import Any

import pytest

from bot.business.dietary import DietAnswer, dishes_for, dishes_without, menu_items, named
from bot.business.menu import find_item
from bot.business.profile import Profile

Altered = Callable[[dict[str, Any]], Profile]


def keys(answer: DietAnswer) -> dict[str, list[str]]:
    return {
        "fit": [item.key for item in answer.dishes],
        "on request": [item.key for item in answer.on_request],
        "unfit": [item.key for item in answer.unsuitable],
        "unknown": [item.key for item in answer.unknown_dishes],
    }


@pytest.mark.parametrize(
    "asked",
    ["shellfish", "Shellfish", "shellfish-free", "anything without shellfish?", "no shrimp please"],
)
def test_without_shellfish_the_menu_answers(profile: Profile, asked: str) -> None:
    answer = dishes_without(profile, asked)
    assert answer.known
    assert keys(answer) == {
        "fit": ["chicken", "steak", "vegetable", "noodles", "edamame"],
        "on request": [],
        "unfit": ["shrimp"],
        "unknown": ["gyoza"],
    }
    assert answer.needs_person  # for the gyoza
    assert "traces are possible" in answer.note


def test_what_can_be_made_is_not_called_free(profile: Profile) -> None:
    answer = dishes_without(profile, "gluten free")
    assert keys(answer) == {
        "fit": ["edamame"],
        "on request": ["chicken", "steak", "shrimp", "vegetable"],
        "unfit": ["noodles", "gyoza"],
        "unknown": [],
    }
    assert not answer.needs_person


def test_several_needs_are_met_only_together(profile: Profile) -> None:
    answer = dishes_without(profile, "shellfish and eggs")
    assert keys(answer)["fit"] == ["edamame"]
    assert keys(answer)["on request"] == ["chicken", "steak", "vegetable"]
    assert keys(answer)["unfit"] == ["shrimp"]


def test_nuts_are_both_kinds_of_nuts(profile: Profile) -> None:
    assert named(profile.menu.allergen_words, "nut-free") == {"peanuts", "tree_nuts"}
    answer = dishes_without(profile, "nuts")
    assert keys(answer)["fit"] == ["edamame"]
    assert "chicken" in keys(answer)["unknown"]


@pytest.mark.parametrize(
    "asked", ["mustard", "shellfish and mustard", "celery", "", "   ", "what?", "shellfishes123"]
)
def test_a_word_not_on_the_list_goes_to_a_person(profile: Profile, asked: str) -> None:
    answer = dishes_without(profile, asked)
    assert not answer.known
    assert not answer.dishes
    assert answer.unknown_dishes == menu_items(profile)
    assert answer.needs_person


def test_what_a_dish_does_not_state_is_unknown(altered: Altered) -> None:
    silent = altered(
        {"menu.dishes.0.allergens": {}, "menu.dishes.1.allergens.shellfish": "unknown"}
    )
    answer = dishes_without(silent, "shellfish")
    assert keys(answer)["unknown"] == ["chicken", "steak", "gyoza"]
    assert "chicken" not in keys(answer)["fit"]


@pytest.mark.parametrize(
    ("asked", "fit", "on_request"),
    [
        ("vegetarian", ["vegetable", "noodles", "edamame"], []),
        ("any veggie options?", ["vegetable", "noodles", "edamame"], []),
        ("vegan", ["edamame"], ["vegetable"]),
        ("plant-based", ["edamame"], ["vegetable"]),
        ("pescatarian", ["shrimp", "vegetable", "noodles", "edamame"], []),
        ("kosher", [], []),
    ],
)
def test_a_diet_is_answered_by_the_menu(
    profile: Profile, asked: str, fit: list[str], on_request: list[str]
) -> None:
    answer = dishes_for(profile, asked)
    assert answer.known
    assert keys(answer)["fit"] == fit
    assert keys(answer)["on request"] == on_request


def test_a_diet_the_menu_does_not_state_goes_to_a_person(profile: Profile) -> None:
    for asked in ("halal", "keto", "halal and vegan"):
        assert dishes_for(profile, asked).needs_person
    assert not dishes_for(profile, "halal").known


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("chicken", "chicken"),
        ("Hibachi Chicken", "chicken"),
        ("beef", "steak"),
        ("prawns", "shrimp"),
        ("tofu", "vegetable"),
        ("lobster", None),
        ("", None),
    ],
)
def test_a_dish_is_found_by_what_people_call_it(
    profile: Profile, said: str, key: str | None
) -> None:
    found = find_item(profile.menu.dishes, said)
    assert (found.key if found else None) == key
