"""Allergies as customers tell them: none may be passed over."""

import pytest

from agents.tools.diet import with_overlooked
from agents.understanding.allergies import find_allergies
from bot.messages import Message
from tests.unit.agents.stage import user


def said(*texts: str) -> list[Message]:
    return [user(text) for text in texts]


@pytest.mark.parametrize(
    ("text", "allergens"),
    [
        ("my aunt is allergic to shellfish", ["shellfish allergy"]),
        ("we have a peanut alergy", ["peanut allergy"]),
        ("I'm allergic to lupin and mustard", ["lupin allergy", "mustard allergy"]),
        ("our group has mango and kiwi allergies", ["mango allergy", "kiwi allergy"]),
        ("she's deathly allergic to bees", ["bees"]),
        ("mi hija es alérgica al maní", ["maní"]),
        ("is the rice ok for someone with a soy allergy?", ["soy allergy"]),
        ("no shellfish please, my mom is allergic", ["no shellfish"]),
        ("he is lactose intolerant", ["dairy-free"]),
        ("she can't have nuts", ["nut-free"]),
        ("my kid carries an EpiPen", ["epipen"]),
        ("my son has bad allergies", ["my son has bad allergies"]),
        ("don't forget my son's allergies", ["don't forget my son's allergies"]),
        ("he breaks out in hives from eggs", ["breaks out in hives"]),
        ("grandma swells up when she eats shrimp", ["swells up"]),
        ("he goes into shock from cashews", ["goes into shock"]),
        ("my nephew reacts badly to garlic", ["reacts badly to"]),
        ("kiwi makes my throat close", ["throat close"]),
        ("with one peanut he'd end up in the hospital", ["up in the hospital"]),
    ],
)
def test_it_is_found(text: str, allergens: list[str]) -> None:
    assert [each for told in find_allergies(text) for each in told.allergens] == allergens


@pytest.mark.parametrize(
    "text",
    [
        "no allergies",
        "we don't have any allergies",
        "nobody is allergic",
        "I'm not allergic to anything",
        "do you handle allergies?",
        "what's your allergy policy",
        "do you have vegan options?",
        "2 of us are vegan",
        "is shrimp ok for my aunt",
        "my dad is in the hospital, can we move it?",
        "my boss reacted well",
    ],
)
def test_what_is_none_is_not(text: str) -> None:
    assert find_allergies(text) == ()


@pytest.mark.parametrize(
    ("noted", "text", "whole"),
    [
        (None, "my aunt is allergic to shellfish", "my aunt is allergic to shellfish"),
        ("shellfish allergy (aunt)", "my aunt is allergic to shellfish", None),
        ("shrimp allergy", "allergic to shrimps!", None),
        ("nut allergy", "allergic to nuts and lupin", "nut allergy; allergic to nuts and lupin"),
        ("nut allergy", "my son has bad allergies", "nut allergy; my son has bad allergies"),
        ("child carries an epipen", "one kid has an epipen", None),
        ("no allergies", "a severe kiwi allergy", "no allergies; a severe kiwi allergy"),
    ],
)
def test_what_a_note_leaves_out_is_added_in_the_customers_words(
    noted: str | None, text: str, whole: str | None
) -> None:
    assert with_overlooked(said("hi", text, "thanks"), noted) == (whole or noted)


def test_each_allergy_is_added_once() -> None:
    texts = said("allergic to kiwi", "and a mango allergy", "remember: allergic to kiwi")
    assert with_overlooked(texts, None) == "allergic to kiwi; and a mango allergy"
