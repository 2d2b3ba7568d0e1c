"""What code adds to an agent's answer, in the owner's words."""

import re
from collections.abc import Iterable

from bot.business.cards import MASK
from bot.business.scope import Scope
from bot.business.texts import fixed_text
from bot.messages import Message

_OFFERS_PERSON = re.compile(r"\b(?:team|staff|person|someone|colleague)\b[^.!?]*\?")


def with_person_offered(text: str, scope: Scope) -> str:
    """An answer that also offers a person, where it does not already."""
    return text if _OFFERS_PERSON.search(text) else _with(text, scope, "person_offered")


def with_card_told(text: str, messages: Iterable[Message], scope: Scope) -> str:
    """An answer to a customer's message that held a card number also tells that it is hidden."""
    said = (line for line in messages if line.role == "user" and line.turn_id == scope.turn_id)
    sent_card = scope.staff is None and any(MASK in line.content for line in said)
    return _with(text, scope, "card_number") if sent_card else text


def _with(text: str, scope: Scope, words: str) -> str:
    return f"{text} {fixed_text(scope.profile, words, scope.received_at)}"
