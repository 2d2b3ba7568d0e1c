"""What is remembered, in the database: kept once, and only of what is still there."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Connection, delete

from storage import conversations, details, lanes, memory, merging, people
from storage.connect import open_database
from storage.database import Database
from storage.tables import ai_messages

NOW = datetime(2027, 6, 1, 19, 0, tzinfo=UTC)
ANN = "+14155550101"


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = await open_database(database_url)
    yield database
    await database.close()


def _talk(tx: Connection, address: str = ANN) -> tuple[int, int, list[int]]:
    """(customer, conversation, its two messages)."""
    customer_id, _ = people.ensure_by_phone(tx, ANN, "sms", NOW)
    lane_id = lanes.ensure(tx, "sms", address, "", NOW)
    begun = conversations.begin(
        tx, mailbox_id=lane_id, channel="sms", agent="customer", now=NOW, customer_id=customer_id
    )
    line = {"role": "user", "author": "customer", "visibility": "customer", "channel": "sms"}
    rows = [line | {"content": text} for text in ("hi", "we like the garden")]
    return customer_id, begun.id, conversations.append(tx, begun.id, rows, NOW)


def _fact(kind: str, value: str, thread: str = "t1") -> dict[str, Any]:
    return {"kind": kind, "value": value, "words": "...", "thread": thread, "at": NOW.isoformat()}


async def test_a_summary_is_kept_once_and_only_of_what_is_there(database: Database) -> None:
    _, talk, (first, last) = await database.write(_talk)
    assert await database.write(memory.sum_up, talk, first, "They said hi.", 0)
    assert not await database.write(memory.sum_up, talk, last, "Late, from the same past.", 0)
    assert await database.write(memory.sum_up, talk, last, "They like gardens.", first)
    kept = await database.read(details.dialogue, talk)
    assert kept.summary == {"text": "They like gardens.", "reach": last}
    [line] = await database.read(memory.lines_after, talk, first, 10)
    assert line.content == "we like the garden"
    of_talk = delete(ai_messages).where(ai_messages.c.conversation_id == talk)
    await database.write(lambda tx: tx.execute(of_talk))
    assert not await database.write(memory.sum_up, talk, last, "Of somebody erased.", last)


async def test_conversations_that_become_one_are_summed_up_anew(database: Database) -> None:
    customer, one, (_, last) = await database.write(_talk)
    await database.write(memory.sum_up, one, last, "They like gardens.", 0)
    _, other, _ = await database.write(_talk, "+14155550109")
    merged = await database.write(merging.merge, customer, [one, other], NOW, NOW)
    for talk in (one, other):
        assert (await database.read(conversations.by_id, talk)).summary is None
    assert merged.conversation_id in (one, other)
    stale = await database.write(memory.sum_up, merged.gone[0], last, "Late.", 0)
    assert not stale


async def test_a_fact_is_kept_as_it_was_told_last_until_it_is_forgotten(
    database: Database,
) -> None:
    customer, talk, _ = await database.write(_talk)
    told = [_fact("dietary", "nut allergy"), _fact("likes", "the garden")]
    await database.write(memory.learn, customer, told, NOW)
    await database.write(memory.learn, customer, [_fact("likes", "The Garden", "t2")], NOW)
    kept = (await database.read(details.dialogue, talk)).facts
    assert kept == [_fact("dietary", "nut allergy"), _fact("likes", "The Garden", "t2")]
    many = [_fact("likes", f"thing {number}") for number in range(50)]
    await database.write(memory.learn, customer, many, NOW)
    kept = (await database.read(details.dialogue, talk)).facts
    assert kept is not None
    assert (len(kept), kept[0]["value"], kept[-1]["value"]) == (13, "nut allergy", "thing 49")
    for fact in kept:
        await database.write(memory.forget, customer, fact, NOW)
    assert (await database.read(details.dialogue, talk)).facts is None
