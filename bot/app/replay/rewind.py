"""A conversation put back to where it stood as a turn began, in a transaction that is taken back.

Nothing is deleted: what came later is moved into a conversation of nobody's.
"""

from datetime import datetime
from typing import Any

from msgspec import structs
from sqlalchemy import Connection, insert, select, update

from bot.app.replay.past import PastTurn, inquiry_then, loaded
from bot.business.scope import Scope
from bot.business.wishes import wish_of
from storage.tables import ai_conversations, ai_messages, bookings, customers, leads
from storage.types import new_public_id


def rewind(tx: Connection, past: PastTurn, scope: Scope, read_back: dict[str, Any] | None) -> None:
    """Puts the turn's conversation back. read_back: what had been read back by then."""
    elsewhere = _elsewhere(tx, past)
    own, since = past.journal.conversation["id"], past.last["created_at"]
    messages = ai_messages.c
    its_own = (messages.turn_id == past.turn_id) & (messages.role != "user")
    later = (messages.seq >= past.reply["seq"]) | its_own
    move = update(ai_messages).where(messages.conversation_id == own, later)
    tx.execute(move.values(conversation_id=elsewhere))
    made = update(leads).where(leads.c.conversation_id == own, leads.c.created_at >= since)
    tx.execute(made.values(conversation_id=elsewhere))
    _unchange(tx, past, scope)
    tx.execute(update(ai_conversations).where(ai_conversations.c.id == own).values(_state(past)))
    tx.execute(
        update(ai_conversations).where(ai_conversations.c.id == own).values(read_back=read_back)
    )
    _forget(tx, past.journal.conversation["customer_id"], since)


def _elsewhere(tx: Connection, past: PastTurn) -> int:
    talk = past.journal.conversation
    kept = ("agent_type", "channel", "created_at", "updated_at")
    row = {name: talk[name] for name in kept}
    row |= {"thread_id": new_public_id(), "status": "closed", "details": {}, "metadata": {}}
    made = insert(ai_conversations).values(**row, last_seq=0).returning(ai_conversations.c.id)
    return int(tx.execute(made).scalar_one())


def _unchange(tx: Connection, past: PastTurn, scope: Scope) -> None:
    """An inquiry that the customer changed later, as it was made of the values of then."""
    if (made := inquiry_then(past)) is None:
        return
    public_id, values = made
    wish = wish_of(scope.profile, {"name": scope.name, **values}, (), scope.phone)
    then = update(leads).where(leads.c.public_id == public_id)
    tx.execute(then.values(**structs.asdict(wish), status="new"))


def _state(past: PastTurn) -> dict[str, Any]:
    talk = past.journal.conversation
    state: dict[str, Any] = {
        "details": past.before,
        "status": "active",
        "closed_at": None,
        "claimed_by": None,
        "claimed_name": None,
        "person_asked_at": person_asked_at(past),
    }
    if talk["claimed_at"] is not None and talk["claimed_at"] >= past.last["created_at"]:
        state["claimed_at"] = None
    summary = talk.get("summary")
    if summary and summary["reach"] >= past.asked[0]["id"]:
        state["summary"] = None
    return state


def person_asked_at(past: PastTurn) -> datetime | None:
    """When a person had been asked for by then, as far as the journal tells."""
    since = past.asked[0]["created_at"]
    asked: datetime | None = past.journal.conversation["person_asked_at"]
    if asked is not None and asked < since:
        return asked
    results = {m["tool_call_id"]: m for m in past.journal.messages if m["role"] == "tool"}
    for message in past.journal.messages:
        if message["seq"] >= past.asked[0]["seq"]:
            break
        for call in message["tool_calls"] or ():
            result = results.get(call["id"])
            if call["name"] == "request_human" and result and called(result["content"]):
                return message["created_at"]  # type: ignore[no-any-return]
    return None


def called(result: str) -> bool:
    """Whether request_human called somebody."""
    return loaded(result).get("called") is True


def _forget(tx: Connection, customer_id: int | None, since: datetime) -> None:
    """What was learned of the customer later, and what they booked."""
    if customer_id is None:
        return
    later = (bookings.c.customer_id == customer_id) & (bookings.c.created_at >= since)
    tx.execute(update(bookings).where(later).values(customer_id=None))
    own = customers.c.id == customer_id
    facts = tx.execute(select(customers.c.facts).where(own)).scalar() or []
    if isinstance(facts, list):
        kept = [fact for fact in facts if datetime.fromisoformat(fact["at"]) < since]
        tx.execute(update(customers).where(own).values(facts=kept or None))
