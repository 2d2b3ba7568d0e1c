"""Whoever takes a conversation and falls silent has forgotten to give it back: it is announced,
and then done."""

from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.business.profile import Profile
from storage import timers
from storage.conversations import Conversation

HAND_BACK, ANNOUNCE = "hand_back", "hand_back_soon"  # the timers' kinds
_ANNOUNCED = timedelta(minutes=5)


def patience(profile: Profile) -> timedelta:
    """How long a person may be silent."""
    return timedelta(minutes=profile.staff.hand_back_after_minutes)


def notice(profile: Profile) -> timedelta:
    """How long before its end it is announced."""
    return min(_ANNOUNCED, patience(profile) / 2)


def begin(tx: Connection, held: Conversation, profile: Profile, now: datetime) -> None:
    """Somebody who has a conversation was active just now."""
    timers.cancel(tx, _key(HAND_BACK, held.id))
    _set(tx, ANNOUNCE, held, now + patience(profile) - notice(profile))


def announced(tx: Connection, held: Conversation, profile: Profile, now: datetime) -> None:
    """It was announced; the rest of the time runs."""
    _set(tx, HAND_BACK, held, now + notice(profile))


def end(tx: Connection, conversation_id: int) -> None:
    """Nobody has the conversation any more."""
    for kind in (ANNOUNCE, HAND_BACK):
        timers.cancel(tx, _key(kind, conversation_id))


def _set(tx: Connection, kind: str, held: Conversation, due_at: datetime) -> None:
    if held.mailbox_id is not None:
        payload = {"conversation": held.thread_id}
        timers.schedule(tx, _key(kind, held.id), kind, held.mailbox_id, due_at, payload)


def _key(kind: str, conversation_id: int) -> str:
    return f"{kind}:{conversation_id}"
