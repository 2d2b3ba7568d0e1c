"""Traces of a person in what staff, their agents and the audit log said: found, and blanked."""

import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, Text, cast, func, null, or_, select, update

from storage.privacy import Person
from storage.tables import (
    ai_conversations,
    ai_messages,
    audit,
    bookings,
    inbox,
    leads,
    outbox,
    proposals,
)

ERASED = "(erased)"
_DESKS = ("slack", "console")
_STAFF_AGENTS = ("staff", "admin", "analytics")
_ESCAPED = r"(?<=\\[nrt])"  # as JSON within a text has the end of a line


def marks_of(tx: Connection, person: Person) -> list[str]:
    """By what a trace of them is known for sure elsewhere: numbers, addresses, public ids."""
    wishes = select(leads.c.public_id).where(leads.c.id.in_(person.leads))
    parties = select(bookings.c.public_id).where(bookings.c.id.in_(person.bookings))
    ids = [*tx.execute(wishes).scalars(), *tx.execute(parties).scalars()]
    phones = phones_of(person)
    found = [person.public_id, *person.threads, *phones, *ids]
    # As notices to staff write them: "(213) 555-0142".
    us = [phone for phone in phones if phone.startswith("+1") and len(phone) == 12]
    found += [f"({phone[2:5]}) {phone[5:8]}-{phone[8:]}" for phone in us]
    return [*found, person.email] if person.email else found


def phones_of(person: Person) -> list[str]:
    """What they are reached at now, and nobody else."""
    return [phone for phone in person.phones if phone in person.own]


def blank_traces(tx: Connection, marks: Sequence[str]) -> None:
    """What staff, their agents and the audit log said of them."""
    _blank_talk_of_staff(tx, marks)
    proposed = _names(marks, proposals.c.arguments, proposals.c.title, proposals.c.facts)
    blank = {"title": "About an erased customer", "facts": [], "arguments": {}, "result": null()}
    change(tx, proposals, proposed & (proposals.c.status == "open"), status="cancelled")
    change(tx, proposals, proposed, **blank)
    shown = outbox.c.channel.in_(_DESKS) & _names(marks, outbox.c.body, outbox.c.payload)
    change(tx, outbox, shown, body=ERASED, payload=null())
    came = inbox.c.channel.in_(_DESKS) & (inbox.c.status == "done")
    change(tx, inbox, came & _names(marks, inbox.c.payload), payload={})
    of_them = _names(marks, audit.c.subject, audit.c.before, audit.c.after)
    change(tx, audit, of_them, before=null(), after=null())


def _blank_talk_of_staff(tx: Connection, marks: Sequence[str]) -> None:
    """What was asked and answered about them; other customers' words are not looked into."""
    there = _talk_of_staff()
    _blank_lines(tx, there & _names(marks, ai_messages.c.content))
    _blank_calls(tx, there & _names(marks, ai_messages.c.tool_calls))


def blank_name(tx: Connection, person: Person) -> None:
    """A name alone may be another's: only what staff wrote and were told freely goes by it."""
    words = (person.name or "").split()
    if len(words) < 2:  # a first name, or a month, is found in too much that is not about them
        return
    there, desks = _talk_of_staff(), outbox.c.channel.in_(_DESKS)
    came = inbox.c.channel.in_(_DESKS) & (inbox.c.status == "done")
    _blank_lines(tx, _named(tx, ai_messages, ai_messages.c.content, words, there))
    _blank_calls(tx, _named(tx, ai_messages, ai_messages.c.tool_calls, words, there))
    told = _named(tx, outbox, outbox.c.body, words, desks)
    change(tx, outbox, told, body=ERASED, payload=null())
    asked = _named(tx, inbox, inbox.c.payload["text"].as_string(), words, came)
    change(tx, inbox, asked, payload={})


def _named(
    tx: Connection,
    table: Table,
    column: ColumnElement[Any],
    words: Sequence[str],
    where: ColumnElement[bool],
) -> ColumnElement[bool]:
    """Which rows have a name in a column as whole words, in capitals or not."""
    name = r"\s+".join(re.escape(word) for word in words)
    whole = re.compile(rf"(?:(?<!\w)|{_ESCAPED}){name}(?!\w)", re.IGNORECASE)
    text, pattern = cast(column, Text), "%".join(_plain(word) for word in words)
    found = tx.execute(select(table.c.id, text).where(where, _like(text, pattern)))
    return table.c.id.in_([id_ for id_, held in found if whole.search(held)])


def _talk_of_staff() -> ColumnElement[bool]:
    talks = select(ai_conversations.c.id).where(ai_conversations.c.agent_type.in_(_STAFF_AGENTS))
    return ai_messages.c.conversation_id.in_(talks)


def _blank_lines(tx: Connection, told: ColumnElement[bool]) -> None:
    by_tool = ai_messages.c.role == "tool"
    change(tx, ai_messages, told & by_tool, content='{"erased": true}')
    change(tx, ai_messages, told & ~by_tool, content=ERASED)


def _blank_calls(tx: Connection, told: ColumnElement[bool]) -> None:
    query = select(ai_messages.c.id, ai_messages.c.tool_calls).where(told)
    for row in tx.execute(query).all():
        emptied = [{**call, "arguments": "{}"} for call in row.tool_calls]
        change(tx, ai_messages, ai_messages.c.id == row.id, tool_calls=emptied)


def _names(marks: Sequence[str], *columns: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether one of the columns holds one of the marks, in capitals or not."""
    texts = [cast(column, Text) for column in columns]
    return or_(*(_like(text, _plain(mark)) for text in texts for mark in marks))


def _like(text: ColumnElement[Any], pattern: str) -> ColumnElement[bool]:
    return func.lower(text).like(func.lower(f"%{pattern}%"), escape="/")


def _plain(mark: str) -> str:
    """A mark in a pattern, as nothing but itself."""
    return re.sub("([/%_])", r"/\1", mark)


def change(tx: Connection, table: Table, where: ColumnElement[bool], **values: Any) -> None:
    """Changes columns of rows."""
    tx.execute(update(table).where(where).values(**values))
