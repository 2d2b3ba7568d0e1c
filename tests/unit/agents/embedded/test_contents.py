"""What is asked of a dish: what it holds, or how it is, and not whether there is any."""

import pytest

from agents.models.embedded.words import Words
from tests.unit.agents.embedded.talk import Talk, profile

DISHES = Words(profile()).dishes


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        ("does the chicken contain mustard?", ["mustard"]),
        ("any kiwi in your marinade", ["kiwi"]),
        ("does the sauce have kiwi in it?", ["kiwi"]),
        ("is there garlic in the fried rice", ["garlic"]),
        ("is there cilantro or corn in anything?", ["cilantro", "corn"]),
        ("are sulfites in the marinade?", ["sulfites"]),
        ("do you use msg", ["MSG"]),
        ("does it have nightshades", ["nightshades"]),
        ("is the sauce made with galangal?", ["galangal"]),
        ("does the yakisoba contain shrimp", ["shrimp"]),
        ("any sesame in the steak?", ["sesame"]),
        ("does the chicken contain gluten or eggs", ["gluten-free", "egg"]),
        ("is there any mustard in the sauces? my dad is allergic", ["mustard allergy"]),
        ("does it contain mustard, because my son is allergic", ["mustard allergy"]),
        ("is there parking in the area", []),
        ("any openings in june?", []),
        ("does the price contain tax", []),
        ("are there kids meals in the menu?", []),
        ("do you have chicken", []),
    ],
)
def test_what_a_dish_is_asked_to_hold(text: str, needs: list[str]) -> None:
    assert list(DISHES.needs_in(text)) == needs


@pytest.mark.parametrize(
    "text", ["is the chicken spicy?", "are your shrimp wild caught", "how is the steak cut?"]
)
def test_how_a_dish_is(text: str) -> None:
    assert DISHES.asks_of(text)


@pytest.mark.parametrize(
    "text", ["do you have chicken?", "is shrimp available?", "chicken please", "is there steak"]
)
def test_whether_there_is_a_dish(text: str) -> None:
    assert not DISHES.asks_of(text)


@pytest.mark.parametrize(
    "text",
    ["does the chicken contain mustard?", "is there garlic in the chicken", "do you use msg?"],
)
async def test_what_the_menu_does_not_record_goes_to_a_person(talk: Talk, text: str) -> None:
    reply = await talk.say(text)

    assert "Our team" in reply
    assert "Yes" not in reply
    assert talk.person_wanted


async def test_how_a_dish_is_stands_on_no_page(talk: Talk) -> None:
    reply = await talk.say("is the chicken spicy?")

    assert "ask our team" in reply
    assert "Yes" not in reply


async def test_an_allergy_told_beside_the_question_is_noted(talk: Talk) -> None:
    reply = await talk.say("is there any mustard in the sauces? my dad is allergic")

    assert "noted: mustard allergy" in reply
    assert talk.person_wanted


async def test_celiac_is_told_by_its_allergen(talk: Talk) -> None:
    assert "Gluten-free, by our menu" in await talk.say("she is celiac")


async def test_dairy_is_named_though_the_menu_calls_it_milk(talk: Talk) -> None:
    assert "Without milk, by our menu" in await talk.say("anything with dairy in it?")
