"""What is remembered: a summary of what was said long ago in a conversation, and facts of a
customer, which outlast it.

A fact is {kind, value, words, thread, at}: words are the customer's own that it was taken from, in
this conversation, at this time. Facts are a customer's alone: they go with them, and with nobody
else."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from storage.conversations import Line
from storage.statement import Statement
from storage.tables import ai_conversations, ai_messages, customers

Fact = dict[str, Any]

_MOST_FACTS = 12  # of a kind, so that no talk of likes puts an allergy out

_held = select(customers.c.facts).where(customers.c.id == bindparam("customer")).with_for_update()
_keep = Statement(
    update(customers)
    .where(customers.c.id == bindparam("customer"))
    .values(facts=bindparam("kept"), updated_at=bindparam("now"))
)


def learn(tx: Connection, customer_id: int, told: Iterable[Fact], now: datetime) -> None:
    """Adds facts; one that is known already is as it was told last."""
    known = _facts(tx, customer_id)
    kept = {_key(fact): fact for fact in known}
    for fact in told:
        kept.pop(_key(fact), None)
        kept[_key(fact)] = fact
    if (newest := _newest(kept.values())) != known:
        _keep.run(tx, customer=customer_id, kept=newest, now=now)


def _newest(facts: Iterable[Fact]) -> list[Fact]:
    seen: Counter[str] = Counter()
    found = []
    for fact in reversed(list(facts)):
        seen[fact["kind"]] += 1
        if seen[fact["kind"]] <= _MOST_FACTS:
            found.append(fact)
    return found[::-1]


def forget(tx: Connection, customer_id: int, fact: Fact, now: datetime) -> None:
    """Drops a fact; nothing of it is left."""
    left = [each for each in _facts(tx, customer_id) if _key(each) != _key(fact)]
    _keep.run(tx, customer=customer_id, kept=left or None, now=now)


def _facts(tx: Connection, customer_id: int) -> list[Fact]:
    """A customer's facts, the newest last; nobody else changes them meanwhile."""
    found: list[Fact] | None = tx.execute(_held, {"customer": customer_id}).scalar()
    return found or []


def _key(fact: Fact) -> tuple[str, str]:
    return fact["kind"], str(fact["value"]).lower()


_LINE = [ai_messages.c[field] for field in Line.__struct_fields__]


def lines_after(tx: Connection, conversation_id: int, message_id: int, most: int) -> list[Line]:
    """What was said and done in a conversation after a message, the oldest first."""
    there = ai_messages.c.conversation_id == conversation_id
    query = select(*_LINE).where(there, ai_messages.c.id > message_id)
    return [Line(*row) for row in tx.execute(query.order_by(ai_messages.c.seq).limit(most))]


def sum_up(tx: Connection, conversation_id: int, reach: int, text: str, before: int) -> bool:
    """Keeps a summary that reaches to a message, in place of the one that reached to another (0:
    there was none). False: there is another by now, or what it tells of is not there any more."""
    conversation = ai_conversations.c.id == conversation_id
    held = select(ai_conversations.c.summary).where(conversation).with_for_update()
    kept: dict[str, Any] | None = tx.execute(held).scalar()
    if (kept["reach"] if kept else 0) != before or not _has(tx, conversation_id, reach):
        return False
    summary = {"text": text, "reach": reach}
    tx.execute(update(ai_conversations).where(conversation).values(summary=summary))
    return True


def _has(tx: Connection, conversation_id: int, message_id: int) -> bool:
    of = ai_messages.c.conversation_id == conversation_id
    return (
        tx.execute(select(ai_messages.c.id).where(ai_messages.c.id == message_id, of)).first()
        is not None
    )


def summary_of(tx: Connection, thread_id: str) -> str | None:
    """What a conversation's summary says; None: it has none."""
    there = ai_conversations.c.thread_id == thread_id
    kept = tx.execute(select(ai_conversations.c.summary).where(there)).scalar()
    return None if kept is None else str(kept["text"])


def drop_summaries(tx: Connection, conversation_ids: Sequence[int]) -> None:
    """For conversations whose lines are not those any more that were summed up."""
    these = ai_conversations.c.id.in_(conversation_ids)
    tx.execute(update(ai_conversations).where(these).values(summary=None))
