"""What a customer asks of a dish: what it holds, or how it is. "Does the chicken contain mustard?"
asks neither whether there is chicken nor whether there is mustard."""

import re
from collections.abc import Callable, Iterator

from agents.models.embedded.questions import is_question, segments
from agents.understanding.allergies import Told, find_allergies
from agents.understanding.common_words import FUNCTION_WORDS
from agents.understanding.diet import is_food

_HOLDS = re.compile(
    r"\b(?:contain(?:s|ing)?|made (?:with|from|of)|marinated (?:with|in)|seasoned with"
    r"|have traces of|cross.contaminated with)\b(?P<what>[^.?!]*)"
)
_IN_FOOD = re.compile(
    r"\b(?:(?:is|are) there|there is|there's|any|is|are)\b(?P<what>[^.?!]{2,60}?)"
    r"\b(?:in(?:side)?|on) (?P<where>[^.?!]*)"
)
_USED = re.compile(
    r"\b(?:uses?|using|put|(?:cook|cooked|fried|fry|prepared) (?:with|in))\b(?P<what>[^.?!]*)"
)
_NAMED = re.compile(r"\b(?:have|has|any|is there|are there|with)\b(?P<what>[^.?!]*)")
# What somebody may like to be served, where it is not asked of a dish.
_WANTED = frozenset(
    "alcohol avocado mushroom mushrooms corn pineapple mango banana bananas coconut strawberries"
    " salt sugar onion onions peppers tomato tomatoes meat chicken beef pork fish salmon tuna"
    " lobster crab scallop scallops seafood cheese butter kiwi".split()
)
_NO_FOOD = re.compile(
    r"\b(?:price|package|quote|cost|fee|total|deposit|invoice|minimum|scratch|love|you|order)\b"
)
_FOOD_PLACES = frozenset(
    "it them that this anything everything food dish dishes plate plates meal meals oil"
    " sauce sauces marinade dressing seasoning rice noodles soup salad recipe ingredients butter"
    " vegetables veggies batter".split()
)
_NOT_HELD = frozenset(
    "traces trace real fresh actual food foods dish dishes plate plates ingredients anything"
    " something nothing stuff else any some kind kinds type types allergens allergen order other"
    " extra additional too also please pls much many".split()
)
_PART = re.compile(r",|/|&|\b(?:and|or|nor|in|on|as|at|for|when|because|since|cuz|bc)\b")
_CLAUSE = re.compile(r"[,;]|\b(?:because|since|cuz|bc|as|and|so)\b", re.IGNORECASE)
_REASON = re.compile(r"\b(?:because|since|cuz|bc)\b|, ?(?=(?:my|i|we|he|she|our|one|they)\b)")
_MOST_WORDS = 3
_OF_ONE = frozenset("the your ur this that these those hibachi a any all of actual".split())
_ASKS_OF = frozenset("is are was were does do can will would how".split())
_MADE = re.compile(
    r"\bhow (?:is|are|r|was|do|does|will|would)\b.*\b(?:cook|cooked|made|make|prepared?|seasoned?"
    r"|done|come out)\b|\bwhat(?:'?s| is| are| does)\b.*\b(?:like|taste|cooked in|cooked with)\b"
    r"|\bdescribe\b"
)
_SUITS = re.compile(
    r"\bwhat(?: else)? (?:can|could|may|should) (?:he|she|they|i|(?:my|our) \w+)(?: then| still)? "
    r"(?:eat|have|order|get|choose)\b"
    r"|\b(?:what|anything|something)\b[^.?!]{0,30}\bfor (?:him|her|them|(?:my|our) (?:son|daughter"
    r"|kid|child|wife|husband|mom|dad|friend|guest))\b"
    r"|\b(?:anything|something|what) (?:he|she|they) (?:can|could) (?:eat|have)\b"
)
_BEGINS = re.compile(
    r"\W*(?:\w+\W+){0,2}?(?:is|are|does|do|can|could|will|would|what|how|any|which)\b"
)
_ASKS_WITHIN = re.compile(
    r"\b(?:is|are|does|do|can|could|will) (?:the|your|ur|there|any|it|u|you|ya|y'?all)\b.*"
)
_OFFERED = re.compile(
    r"\b(?:available|on (?:the|your) menu|an? (?:option|choice)|included|offered|extra|served)\b"
)

IsDish = Callable[[str], bool]


def asked_to_hold(text: str, is_dish: IsDish) -> list[str]:
    """The foods of which the text asks whether something holds them, on the menu's lists or not."""
    return list(dict.fromkeys(what for part in _asking(text) for what in _held(part, is_dish)))


def tells_of_allergy(text: str) -> bool:
    """Whether a sentence tells of an allergy and leaves out to what: "my dad is allergic"."""
    parts = (part for sentence in segments(text) for part in _CLAUSE.split(sentence))
    return any(_to_nothing(told) for part in parts for told in find_allergies(part))


def whose_allergies(text: str) -> list[str]:
    """The sentences that tell of one to nothing they name: they say whose it is."""
    return [told.words for told in find_allergies(text) if _to_nothing(told)]


def _to_nothing(told: Told) -> bool:
    return told.allergens == (told.words,)


def asks_of_dish(text: str, is_dish: IsDish) -> bool:
    """Whether it asks how a dish is ("is the chicken spicy?"), and not whether there is any."""
    return any(_of_dish(part, is_dish) for part in _asking(text))


def asks_how_made(text: str, is_dish: IsDish) -> bool:
    """Whether it asks how a dish is made, which the menu describes."""
    return any(
        _MADE.search(part) is not None and any(map(is_dish, re.findall(r"[a-z']+", part)))
        for part in _asking(text)
    )


def asks_what_suits(text: str) -> bool:
    """Whether it asks what somebody just spoken of can eat: "what can he have then?"."""
    return _SUITS.search(text.lower()) is not None


def _asking(text: str) -> Iterator[str]:
    for part in map(str.lower, segments(text)):
        if is_question(part) and _BEGINS.match(part):
            yield _REASON.split(part)[0]
        elif found := _ASKS_WITHIN.search(part):
            yield _REASON.split(found[0])[0]
        elif is_question(part):
            yield _REASON.split(part)[0]


def _held(question: str, is_dish: IsDish) -> Iterator[str]:
    if (holds := _HOLDS.search(question)) and not _NO_FOOD.search(question):
        yield from _things(holds["what"])
    elif (inside := _IN_FOOD.search(question)) and _is_food_place(inside["where"], is_dish):
        yield from _things(inside["what"])
    within, _, where = question.rpartition(" in ")
    if within and _is_food_place(where, is_dish):
        yield from (word for word in _foods(within) if not is_dish(word))
    if used := _USED.search(question):
        yield from (word for word in _foods(used["what"]) if not is_dish(word))
    if named := _NAMED.search(question):
        yield from (w for w in _foods(named["what"]) if not is_dish(w) and w not in _WANTED)


def _foods(text: str) -> Iterator[str]:
    words = re.findall(r"[a-z]+", text)
    return ("MSG" if word == "msg" else word for word in words if is_food(word))


def _things(what: str) -> Iterator[str]:
    """What is listed: "mustard or fish sauce"; none of "much garlic" but "garlic"."""
    for part in _PART.split(what):
        words = [w for w in re.findall(r"[a-z']{3,}", part) if w not in FUNCTION_WORDS]
        thing = [word for word in words if word not in _NOT_HELD]
        if 0 < len(thing) <= _MOST_WORDS and not _FOOD_PLACES.issuperset(thing):
            yield " ".join(thing)


def _is_food_place(where: str, is_dish: IsDish) -> bool:
    words = re.findall(r"[a-z]+", where)[:4]
    return any(word in _FOOD_PLACES or is_dish(word) for word in words)


def _of_dish(question: str, is_dish: IsDish) -> bool:
    words = re.findall(r"[a-z']+", question)
    at = next((index for index, word in enumerate(words) if word in _ASKS_OF), None)
    if at is None or _OFFERED.search(question):
        return False
    for word in words[at + 1 :]:
        if is_dish(word):
            return True
        if word not in _OF_ONE and word not in _ASKS_OF:
            return False
    return False
