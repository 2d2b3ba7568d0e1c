"""Which questions are hard: those that a small model gets wrong.

A rule and no model: it costs a tenth of a millisecond, says the same of the same words, and an
owner can see why. Signs are weighed, since one alone rarely makes a question hard: sums over
several parts, conditions, corrections that contradict one another, quarrels over what was said,
several questions in one, long stories. Measured in tests/unit/agents/models/test_routing.py.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from agents.models.signs import CUSTOMERS, DESK, found_in
from agents.ports import ModelRequest
from agents.tools.said import is_reply, since_reply
from agents.understanding.intents import Intent, read_intents
from bot.messages import Message

ENOUGH = 2  # points that make a question hard
_LONGEST = 3000  # characters that are looked at
_STORY = 80  # words
_LONG, _LONG_AT_DESK = (15, 20, 26), (8, 10, 13)  # words; each step is a point
_LONG_GREETING = (30, 45)  # who introduces themselves says all at once, and it is simple
_ROUNDS, _ROUNDS_AT_DESK = 4, 6  # of tools in a turn; more, and the model is at a loss
_REFUSED = 2  # calls of a turn
_TOPICS = frozenset(
    [
        *(Intent.PRICE, Intent.AVAILABILITY, Intent.DIETARY, Intent.POLICY),
        *(Intent.SERVICE, Intent.MENU, Intent.CHANGE, Intent.CANCEL_BOOKING),
    ]
)
_REFUSAL = re.compile(r'\{"error":\s*"(?!superseded)')  # what the customer overtook is no fault
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_NUMBER = re.compile(
    r"\d+(?:[.,:]\d+)*|\b(?:two|three|four|five|six|seven|eight|nine|ten|twelve|dozen|half)\b",
)
_ASKS = re.compile(
    r"(?:^|[.,?!;:¿]|\b(?:and|or|so|but|und|y|then)\b)\s*"
    r"(?:what|how|when|where|which|who|why|can|could|would|will|do|does|is|are|should|may"
    r"|was|wie|wann|kann|geht|cu[aá]nto|qu[eé]|cu[aá]ndo|puede[ns]?)\b",
)
# Where a sentence turns: a message with many of them tells a story, or bargains.
_TWISTS = re.compile(
    r"\b(?:but|because|since|until|while|although|though|whether|or|if|so|then|unless|instead"
    r"|which|however|aber|weil|oder|ob|pero|porque|además|sino)\b",
)
_DIETS = re.compile(
    r"\b(?:allerg|celiac|coeliac|gluten|vegan|vegetarian|meatless|halal|kosher|lactose|dairy|nuts?\b"
    r"|peanut|shellfish|seafood|sesame|soy\b|egg|pregnant|epi-?pen|reacts? to|intoleran"
    r"|(?:can(?:'|no)?t|do(?:es)?n'?t|won'?t) (?:eat|touch)|fast(?:s|ing)? until)"
)
# What is dictated may be long, and is simple.
_DICTATES = re.compile(
    r"\s*(?:please |can you |hey |ok |and )*(?:text|tell|note|remind|reply|message|write to|answer"
    r"|send|add (?:a )?note)\b",
)


def is_hard(request: ModelRequest) -> bool:
    """Whether the strong model is to answer: what is asked is hard, or whoever was asked so far
    does not cope with it."""
    if request.faults or _at_a_loss(request):
        return True
    text = "\n".join(message.content for message in since_reply(request.messages))
    return sum(signs_of(text[:_LONGEST], request.agent).values()) >= ENOUGH


@lru_cache(maxsize=512)
def signs_of(text: str, agent: str) -> dict[str, int]:
    """{sign that what was written is hard: its points}."""
    low = text.lower()
    words = len(_WORD.findall(low))
    if agent != "customer":
        words = 0 if _DICTATES.match(low) else words
        return found_in(low, DESK) | _graded("length", words, *_LONG_AT_DESK)
    if words >= _STORY:
        return {"length": ENOUGH}
    intents = read_intents(text)
    steps = _LONG_GREETING if Intent.GREETING in intents else _LONG
    found = found_in(low, CUSTOMERS) | _graded("length", words, *steps)
    found |= _graded("twists", len(_TWISTS.findall(low)), 3, 4)
    found |= _graded("numbers", len(set(_NUMBER.findall(low))), 3, 5)
    found |= _graded("questions", len(_ASKS.findall(low)), 3, 3)
    found |= _graded("diets", len(set(_DIETS.findall(low))), 3, 3)
    found |= _graded("topics", len(intents & _TOPICS), 3, 4)
    if Intent.COMPLAINT in intents:
        found["complaint"] = ENOUGH
    return found


def _graded(sign: str, many: int, *steps: int) -> dict[str, int]:
    """A point for each step that is reached."""
    points = sum(1 for step in steps if many >= step)
    return {sign: points} if points else {}


def _at_a_loss(request: ModelRequest) -> bool:
    """Tool after tool was called in this turn, or calls were refused."""
    here = _of_turn(request.messages)
    rounds = sum(1 for message in here if message.tool_calls)
    refused = sum(1 for line in here if line.role == "tool" and _REFUSAL.match(line.content))
    most = _ROUNDS if request.agent == "customer" else _ROUNDS_AT_DESK
    return rounds >= most or refused >= _REFUSED


def _of_turn(messages: Sequence[Message]) -> list[Message]:
    """What happened since the last reply."""
    newest: list[Message] = []
    for message in reversed(messages):
        if is_reply(message):
            break
        newest.append(message)
    return newest
