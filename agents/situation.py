"""Where a dialogue stands: what is noted, what is missing, whether the customer said yes to it."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Literal

import msgspec
from msgspec import Struct
from sqlalchemy import Connection

from agents.confirmation import confirmation
from agents.memory.facts import recalled, unasked
from agents.ports import Situation, Turn
from agents.readback_proof import read_back_of as read_back_in
from agents.tools.said import is_reply
from bot.business.leads import made_of, origin_of
from bot.business.scope import Scope
from bot.messages import Message, Summary
from storage import details, leads
from storage.details import Dialogue

NEEDED = ("event_date", "guest_count", "location", "name", "phone")
"""What an inquiry needs, in the order to ask for it."""

_ASK_AFTER = 2
_NAME_ASKED = re.compile(r"\bname\b[^.!?]*\?", re.IGNORECASE)
_PHONE_ASKED = re.compile(r"\b(?:phone|number to reach)\b[^.!?]*\?", re.IGNORECASE)


class Standing(Situation, frozen=True, kw_only=True):
    """A situation with the details' versions, which a read-back is known by."""

    noted: dict[str, dict[str, Any]]


class _Stored(Struct, frozen=True):
    """What the database keeps of a situation."""

    dialogue: Dialogue
    lead_is_open: bool


def missing_slots(scope: Scope, values: Mapping[str, Any]) -> tuple[str, ...]:
    """What an inquiry still needs. A text's sender is a phone; a name may be known of old."""
    known = {"name": scope.name, "phone": scope.phone, **values}
    return tuple(slot for slot in NEEDED if not known.get(slot))


def _stored(tx: Connection, scope: Scope) -> str:
    """The part of it that the database keeps."""
    dialogue = details.dialogue(tx, scope.conversation_id)
    values = details.values(dialogue.details)
    lead = leads.open_of(tx, scope.conversation_id)
    is_open = lead is not None and made_of(lead, origin_of(scope), values)
    return msgspec.json.encode(_Stored(dialogue, is_open)).decode()


async def situation_of(turn: Turn) -> Standing:
    """The situation of a turn, as it stands now."""
    stored = msgspec.json.decode(await turn.recall(_stored), type=_Stored)
    return _standing(turn.scope, stored, tuple(turn.messages))


def _standing(scope: Scope, stored: _Stored, messages: Sequence[Message]) -> Standing:
    dialogue = stored.dialogue
    values = details.values(dialogue.details)
    remembered = recalled(dialogue.facts or (), scope.thread_id)
    return Standing(
        scope=scope,
        details=values,
        missing=missing_slots(scope, values),
        read_back=confirmation(scope, dialogue, messages),
        lead="open" if stored.lead_is_open else "none",
        person_asked=dialogue.person_asked,
        ask_for=ask_for(scope, values, messages),
        noted=dialogue.details,
        summary=Summary(**dialogue.summary) if dialogue.summary else None,
        remembered=remembered,
        unasked=tuple(unasked(remembered, values, messages)),
    )


def ask_for(
    scope: Scope, values: Mapping[str, Any], messages: Sequence[Message]
) -> Literal["name", "phone"] | None:
    """What a visitor of the website, whom nothing names, is asked in passing once they have
    written twice: the name, then the phone, each once."""
    written = [message for message in messages if message.role == "user"]
    if scope.channel != "web" or len(written) < _ASK_AFTER:
        return None
    if not (values.get("name") or scope.name) and not _was_asked(_NAME_ASKED, messages):
        return "name"
    if not (values.get("phone") or scope.phone) and not _was_asked(_PHONE_ASKED, messages):
        return "phone"
    return None


def _was_asked(question: re.Pattern[str], messages: Sequence[Message]) -> bool:
    return any(question.search(message.content) for message in messages if is_reply(message))


def read_back_of(text: str, situation: Situation) -> dict[str, int] | None:
    """The versions of the details that a reply reads back; None where it is no read-back."""
    noted = situation.noted if isinstance(situation, Standing) else {}
    return read_back_in(text, situation, noted)
