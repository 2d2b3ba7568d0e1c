"""Calling a person into a customer's conversation: the one way for whatever ends in it."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot.business.calls import call_fields
from bot.business.lead_notices import last_messages
from bot.desk.notices import Desk
from bot.opened import Talk
from storage import conversations


def call_person(
    tx: Connection, desk: Desk, talk: Talk, kind: str, reason: str, now: datetime
) -> None:
    """Tells staff that somebody must look after a customer, once a turn; the agent goes on until
    one of them takes over. kind: as in notice_text.TITLES. reason: in words for staff."""
    fields = _fields(tx, talk, kind, reason)
    key = f"{kind}:{talk.scope.turn_id}"
    desk.notify(tx, now, kind, fields, conversation_id=talk.conversation.id, key=key)
    conversations.set_fields(tx, talk.conversation.id, person_asked_at=now)


def _fields(tx: Connection, talk: Talk, kind: str, reason: str) -> dict[str, Any]:
    if kind != "gave_up":
        told = call_fields(tx, talk.scope, reason)
        return told | {"phone": told["phone"] or talk.scope.phone}
    # What was noted may be what nobody could answer: it is not read again.
    return {
        "name": talk.scope.name,
        "phone": talk.scope.phone,
        "reason": reason,
        "last_messages": last_messages(tx, talk.conversation.id),
    }
