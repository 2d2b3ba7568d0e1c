"""What is known of the customer, told to them when they ask: of earlier times only to somebody who
is known by proof."""

from collections.abc import Iterator

from agents.models.embedded import phrases
from agents.models.embedded.hints import Hint
from agents.models.embedded.state import State
from agents.models.embedded.words import Words
from agents.ports import Situation
from agents.readback import told_text


def about_you(state: State, words: Words) -> Iterator[str]:
    """All of it, and that it can be erased; that it is to be erased, goes to staff."""
    before, situation = state.exchange.reply, state.situation
    if state.asks_to_forget:
        yield words.fresh(phrases.ERASING, before)
    if not state.reading.lets_on(Hint.ABOUT_ME):
        return
    proved = situation.scope.customer_id is not None
    facts, details = _facts(situation), told_text(situation.details)
    if not proved:
        yield words.fresh(phrases.KNOWN_UNPROVED, before)
    if facts:
        yield words.fresh(phrases.KNOWN_BEFORE, before, facts=facts)
    if details:
        yield words.fresh(phrases.KNOWN_HERE, before, details=details)
    if facts or details:
        yield words.fresh(phrases.CAN_BE_ERASED, before)
    elif proved:
        yield words.fresh(phrases.KNOWN_NOTHING, before)


def _facts(situation: Situation) -> str:
    """ "Your name, Ann Lee; shellfish allergy; a party for: birthday"."""
    name = situation.scope.name
    told = [f"your name, {name}"] if name and "name" not in situation.details else []
    told += [
        f"{phrases.FACTS[kind]}{', '.join(values)}"
        for kind, values in situation.remembered.items()
        if kind in phrases.FACTS
    ]
    return "; ".join(told)
