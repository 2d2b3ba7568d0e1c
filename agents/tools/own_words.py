"""What the model words itself for staff, held against what the customer said: nothing is made up
there either."""

import re
from datetime import datetime

from agents.tools.denials import affirms_denied, denies_more
from agents.tools.hearing import Hearing, not_said
from agents.tools.said import numbers_in, words_of
from agents.understanding.common_words import FUNCTION_WORDS
from agents.understanding.dates import find_dates, find_times
from agents.understanding.occasion import find_occasion
from bot.business.scope import Scope
from bot.business.wishes import Concern

_NEUTRAL = frozenset(
    "dish dishes plate plates order orders ordered customer customers guest guests host hosts"
    " event party chef chefs wish wishes prefer prefers request requests requested ask asks asked"
    " add adds extra extras note notes question questions special regarding interested bring brings"
    " also please mention mentions mentioned".split()
)
_DENYING = frozenset("no not never none nobody nothing without isnt dont cant wont".split())
_JOINING = (FUNCTION_WORDS - _DENYING) | _NEUTRAL


def hear_words(hearing: Hearing, scope: Scope, argument: str) -> str | Concern:
    """A wish for staff: the customer's words, the menu's, and words that only join them."""
    texts = [message.content for message in (*hearing.earlier, *hearing.newest)]
    menu = scope.profile.menu
    for item in (*menu.dishes, *menu.extras):
        texts += (item.key.replace("_", " "), item.name, *item.also_called)
    known = {_stem(word) for text in texts for word in words_of(text)}
    known |= {str(number) for text in texts for number in numbers_in(text)}
    told = words_of(argument) - _JOINING
    said = [message.content for message in hearing.all_customers]
    twisted = denies_more(argument, said, _JOINING) or affirms_denied(argument, said, _JOINING)
    all_known = {_stem(word) for word in told} <= known
    return argument if all_known and not twisted else not_said("message")


def is_one_thing(text: str, now: datetime) -> bool:
    """Whether a slot's words are of that slot alone. They stand in the read-back as they are: a
    question in them, or a day, would make the yes to it a yes to something else."""
    return "?" not in text and not find_dates(text, now) and not find_times(text)


def hear_occasion(hearing: Hearing, argument: str) -> str | Concern:
    """What is celebrated, as said, or as it is called."""
    texts = [message.content for message in (*hearing.earlier, *hearing.newest)]
    told = words_of(argument) - FUNCTION_WORDS
    if told <= {word for text in texts for word in words_of(text)}:
        return argument
    called = find_occasion(argument)
    meant = called is not None and any(find_occasion(text) == called for text in texts)
    return argument if meant else not_said("occasion")


def _stem(word: str) -> str:
    """A word without its commonest endings: "chairs", "chair"; "outdoors", "outdoor"."""
    return re.sub(r"(?:ing|ed|es|s)$", "", word) if len(word) > 4 else word
