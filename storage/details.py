"""A dialogue's state: the slots noted, what was read back of them, and whether a person is wanted.

A slot is {value, version, message_id}; its version grows by one with each change, and a value
taken back is None. Values are JSON: a date is ISO, a time HH:MM.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, bindparam, select, update

from storage.statement import Statement
from storage.tables import ai_conversations as conversations
from storage.tables import customers

Details = Mapping[str, Mapping[str, Any]]


class Dialogue(Struct, frozen=True):
    """What a conversation knows. read_back: {versions, message_id} of the last read-back. summary:
    {text, reach} of its oldest messages. facts: of its customer, as storage.memory keeps them."""

    conversation_id: int
    details: dict[str, dict[str, Any]]
    read_back: dict[str, Any] | None
    person_asked: bool
    summary: dict[str, Any] | None = None
    facts: list[dict[str, Any]] | None = None


# A person who came after the question has answered it; the next question is a new one.
_still_asked = conversations.c.person_asked_at.is_not(None) & (
    conversations.c.claimed_at.is_(None)
    | (conversations.c.claimed_at < conversations.c.person_asked_at)
)
_facts = select(customers.c.facts).where(customers.c.id == conversations.c.customer_id)
_query = select(
    conversations.c.id,
    conversations.c.details,
    conversations.c.read_back,
    _still_asked,
    conversations.c.summary,
    _facts.scalar_subquery(),
).where(conversations.c.id == bindparam("conversation"))
_dialogue, _dialogue_held = Statement(_query), Statement(_query.with_for_update())


def dialogue(tx: Connection, conversation_id: int, *, hold: bool = False) -> Dialogue:
    """The state. hold: nobody else changes it before this transaction ends."""
    query = _dialogue_held if hold else _dialogue
    [(id_, details, read_back, asked, *memory)] = query.rows(tx, conversation=conversation_id)
    return Dialogue(id_, details, read_back, bool(asked), *memory)


_save = Statement(
    update(conversations)
    .where(conversations.c.id == bindparam("conversation"))
    .values(details=bindparam("noted"), updated_at=bindparam("now"))
)


def save(tx: Connection, conversation_id: int, details: Details, now: datetime) -> None:
    """Keeps the details of a conversation, in place of those before."""
    _save.run(tx, conversation=conversation_id, noted=details, now=now)


def ask_for_person(tx: Connection, conversation_id: int, now: datetime) -> bool:
    """Marks that a person is wanted; False where one was asked for already and has not come."""
    marked = tx.execute(
        update(conversations)
        .where(conversations.c.id == conversation_id, ~_still_asked)
        .values(person_asked_at=now, updated_at=now)
    )
    return bool(marked.rowcount)


def values(details: Details) -> dict[str, Any]:
    """{slot: value} of what is noted and was not taken back."""
    return {slot: noted["value"] for slot, noted in details.items() if noted["value"] is not None}


def versions(details: Details) -> dict[str, int]:
    """{slot: version}, of slots taken back too."""
    return {slot: int(noted["version"]) for slot, noted in details.items()}


def with_value(
    details: Details, slot: str, value: object, message_id: int
) -> dict[str, Mapping[str, Any]]:
    """The details with a slot's new value; the same version where the value is the same."""
    noted = details.get(slot, {"value": None, "version": 0})
    if noted["value"] == value:
        return dict(details)
    version = noted["version"] + 1
    return {**details, slot: {"value": value, "version": version, "message_id": message_id}}
