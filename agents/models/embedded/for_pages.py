"""Which sentences of the customer's the owner's pages may answer."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from msgspec import Struct

from agents.models.embedded.dishes import Dishes
from agents.models.embedded.hints import Hint, read_hints
from agents.models.embedded.payments import tells_payment
from agents.models.embedded.questions import asks_for_deposit, haggles, is_question, questions_in
from agents.models.embedded.wishes import wish_in
from agents.understanding.allergies import denies_allergies
from agents.understanding.intents import Intent, read_intents

LOOKED_UP = frozenset({Intent.POLICY, Intent.SERVICE, Intent.EVENT_TYPES})
"""What only pages answer."""
_A_QUESTION = 3  # words
_NEEDED = re.compile(
    r"\W*(?:(?:i|we|also|and|we'll|i'll|would|will|i'd|we'd) )*(?:need|want|like|require)\b"
    r"(?: \w+){2,}",
    re.IGNORECASE,
)
_NO_LOOKUP = frozenset(
    {Hint.THERE, Hint.RECAP, Hint.WHO, Hint.DOUBT, Hint.ABOUT_ME, Hint.FORGET_ME}
)

Texts = Mapping[str, frozenset[Intent]]
"""Each message and its intents."""


class Question(Struct, frozen=True):
    """A question in the customer's words. priced, dated: a price, a day's room is asked for in it
    too. wish: it is put as a wish, and may be anything."""

    text: str
    priced: bool = False
    dated: bool = False
    wish: bool = False


def questions_for_pages(
    by_text: Texts,
    hints: Collection[Hint],
    noted: Collection[str],
    needs: Collection[str],
    dishes: Dishes,
) -> tuple[Question, ...]:
    """The questions, in their order. noted, needs: the details and diets told with them."""
    if _looks_nothing_up(hints, noted):
        return ()
    found = tuple(_each_question(by_text, noted, needs, dishes))
    nothing_else = not (noted or needs or any(by_text.values()))
    return found or tuple(_needs_of(by_text) if nothing_else else ())


def _needs_of(texts: Iterable[str]) -> Iterator[Question]:
    """What is said to be needed, and is nothing that is noted: "need an invoice"."""
    return (Question(text, wish=True) for text in texts if _NEEDED.match(text))


def _looks_nothing_up(hints: Collection[Hint], details: Collection[str]) -> bool:
    """Whether a question is only a form: "u there?", "can u do 4/24 for 30 in our yard?"."""
    return any(hint in _NO_LOOKUP for hint in hints) or (Hint.REQUEST in hints and len(details) > 1)


def _each_question(
    by_text: Texts, noted: Collection[str], needs: Collection[str], dishes: Dishes
) -> Iterator[Question]:
    for text, intents in by_text.items():
        parts = questions_in(text)
        for part in parts:
            found = intents if part == text else read_intents(part)
            if tells_payment(part):
                continue  # what a page says of deposits would sound like a receipt
            if dishes.asks_how_made(part) or wish_in(part):
                continue  # the menu describes it; staff grant it
            of_diets = Intent.DIETARY in found and not (needs or denies_allergies(part))
            of_food = not needs and (dishes.sides_in(part) or dishes.asks_of(part))
            at_large = of_diets or bool(of_food)
            if found & LOOKED_UP or at_large or haggles(part):
                priced = asks_for_deposit(part) or (Intent.PRICE in found and not haggles(part))
                yield Question(part, priced, Intent.AVAILABILITY in found)
            elif found or needs or (noted and len(parts) == 1) or len(part.split()) < _A_QUESTION:
                continue
            elif is_question(part) and Hint.ABOUT_BOT not in read_hints(part):
                yield Question(part)
