"""Finds what guests must not or will not eat, in fixed words, with their number where said."""

import re

from agents.understanding.speech import speech

_WAYS = {
    "vegetarian": "vegetarian", "vegetarians": "vegetarian", "veggie": "vegetarian",
    "vegitarian": "vegetarian", "meatless": "vegetarian", "vegan": "vegan", "vegans": "vegan",
    "pescatarian": "pescatarian", "pescatarians": "pescatarian", "halal": "halal",
    "kosher": "kosher", "celiac": "gluten-free", "celiacs": "gluten-free",
    "coeliac": "gluten-free", "keto": "keto", "diabetic": "diabetic", "pregnant": "pregnant",
}  # fmt: skip
_FOODS = {
    "gluten": "gluten", "wheat": "wheat", "dairy": "dairy", "milk": "dairy", "lactose": "dairy",
    "butter": "dairy", "cheese": "dairy", "nut": "nut", "nuts": "nut", "treenut": "nut",
    "treenuts": "nut", "cashews": "nut", "cashew": "nut", "almonds": "nut", "almond": "nut",
    "walnuts": "nut", "pistachios": "nut", "peanut": "peanut", "peanuts": "peanut",
    "shellfish": "shellfish", "shrimp": "shellfish", "shrimps": "shellfish", "prawn": "shellfish",
    "prawns": "shellfish", "crab": "shellfish", "lobster": "shellfish", "scallop": "shellfish",
    "scallops": "shellfish", "crustaceans": "shellfish", "fish": "fish", "salmon": "fish",
    "tuna": "fish", "seafood": "seafood", "egg": "egg", "eggs": "egg", "soy": "soy",
    "soya": "soy", "sesame": "sesame", "garlic": "garlic", "onion": "onion", "onions": "onion",
    "mushroom": "mushroom", "mushrooms": "mushroom", "corn": "corn", "msg": "MSG",
    "sulfites": "sulfite", "sulfite": "sulfite", "pork": "pork", "beef": "beef", "meat": "meat",
    "chicken": "chicken", "alcohol": "alcohol", "sugar": "sugar", "salt": "salt",
    "avocado": "avocado", "strawberries": "strawberry", "kiwi": "kiwi", "mustard": "mustard",
    "sulphites": "sulfite", "sulphite": "sulfite", "glutamate": "MSG", "nightshade": "nightshade",
    "nightshades": "nightshade", "cilantro": "cilantro", "coriander": "coriander",
    "celery": "celery", "lupin": "lupin", "coconut": "coconut", "tomato": "tomato",
    "tomatoes": "tomato", "peppers": "pepper", "mango": "mango", "pineapple": "pineapple",
    "banana": "banana", "bananas": "banana",
}  # fmt: skip
# "msg" is a message in most texts.
_MSG = re.compile(
    r"\b(no|without|avoids?|avoiding|any|to|eat|have|and|or|with|uses?|contains?) msg\b"
    r"(?! (?:me|us|you|him|her|them|back|yet|from|received)\b)",
    re.IGNORECASE,
)
_ALLERGY = frozenset(
    "allergy allergies allergic anaphylactic anaphylaxis epipen alergic alergy alergies".split()
)
_INTOLERANT = frozenset("intolerant intolerance intolerances free sensitive sensitivity".split())
_AVOIDING = frozenset("no without avoid avoids avoiding".split())
_EATING = frozenset("eat eats have has do like touch consume eating".split())
_BETWEEN_COUNT = frozenset(
    "people guests guest of us them are is have has with a an who person kids kid adults adult ppl"
    " friends strict do can not eat will be need needs severe allergic to the bad serious ones one"
    " requires require that family members also want wants".split()
)
_BREAKS = frozenset({".", "?", "but"})
_ASKING = frozenset("is are can could do does would will what how so".split())


def find_diet(text: str) -> tuple[str, ...]:
    """The dietary needs named, each once, in order: "vegetarian", "nut allergy", "gluten-free".

    A number said for one stands before it: "2 vegetarian". "No allergies" is none.
    """
    words, values = speech(_MSG.sub(r"\1 glutamate", text))
    needs: dict[str, int] = {}
    for index, word in enumerate(words):
        need = _way(words, index) if word in _WAYS else _food(words, index)
        if need:
            needs[need] = needs.get(need) or _count(words, values, index)
    return tuple(f"{count} {need}" if count else need for need, count in needs.items())


def is_food(word: str) -> bool:
    """Whether a word of lower case names food that somebody may have to leave out."""
    return word in _FOODS or word == "msg"


def _way(words: tuple[str, ...], index: int) -> str | None:
    before = words[max(index - 2, 0) : index]
    denied = before[-1:] in (("no",), ("not",)) or before == ("not", "a") or "without" in before
    return None if denied else _WAYS[words[index]]


def _food(words: tuple[str, ...], index: int) -> str | None:
    food = _FOODS.get(words[index])
    if food is None:
        return None
    before, after = _clause(words, index)
    if _allergic(before, after):
        return None if before[-1:] == ("no",) else f"{food} allergy"
    if after[:1] and after[0] in _INTOLERANT:
        return _free(food)
    if _avoided(before):
        return _free(food)
    return "gluten-free" if food == "gluten" and before[-1:] != ("have",) else None


def _clause(words: tuple[str, ...], index: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words before and after in the same breath, nearest four or so."""
    start, end = index, index + 1
    while start and index - start < 6 and not _begins(words, start - 1):
        start -= 1
    while end < len(words) and end - index < 5 and words[end] not in _BREAKS:
        end += 1
    return words[start:index], words[index + 1 : end]


def _begins(words: tuple[str, ...], index: int) -> bool:
    """Whether a new clause begins here: "allergic to nuts, is the chicken ok" asks of chicken."""
    asks = words[index] in _ASKING and words[max(index - 1, 0)] in (",", "and")
    return asks or words[index] in _BREAKS


def _allergic(before: tuple[str, ...], after: tuple[str, ...]) -> bool:
    """ "Allergic to nuts and shrimp", "a nut and shellfish allergy"."""
    if "allergic" in before or "alergic" in before or before[-2:-1] == ("allergy",):
        return "not" not in before
    listed = [word for word in after[:4] if word not in _FOODS and word not in ("and", "or", ",")]
    return bool(listed) and listed[0] in _ALLERGY


def _avoided(before: tuple[str, ...]) -> bool:
    """ "No pork", "without shellfish", "can not eat dairy or eggs"."""
    near = [word for word in before if word not in _FOODS and word not in ("and", "or", ",", "any")]
    if near[-1:] and near[-1] in _AVOIDING:
        return True
    return bool(near[-1:]) and near[-1] in _EATING and {"not", "never"} & set(near[-3:-1]) != set()


def _free(food: str) -> str:
    if food == "meat":
        return "vegetarian"
    return f"{food}-free" if food in ("gluten", "dairy", "nut", "egg", "soy") else f"no {food}"


def _count(words: tuple[str, ...], values: tuple[int, ...], index: int) -> int:
    """How many guests it is said of: "2 of us are vegan"; 0 where none is said."""
    at = index - 1
    while at >= 0 and index - at <= 7 and words[at] in _BETWEEN_COUNT:
        at -= 1
    return values[at] if at >= 0 and words[at] == "<number>" else 0
