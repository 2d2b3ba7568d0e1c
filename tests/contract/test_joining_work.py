"""What stood in a web thread and in a phone's texts goes on as one: what was noted, what a person
has in hand, timers, inquiries; on both databases."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select, update

from bot.business.leads import expect_completion
from storage import details, history, leads
from storage.joining import mailbox_of
from storage.leads import Wish
from storage.tables import ai_conversations, ai_messages
from tests.contract.joining import VERA, WEB, person
from tests.house import ANN, NOON, echo, open_house


async def test_details_are_merged_and_what_was_read_back_is_confirmed_no_more(
    database_url: str,
) -> None:
    async with person(database_url) as ann:
        await ann.write("w1")
        await ann.house.quiet()
        await ann.text("t1")
        await ann.house.quiet()
        await ann.house.database.write(_note, "web", {"guest_count": 30, "location": "Pasadena"})
        await ann.house.database.write(_note, "sms", {"guest_count": 40, "name": "Ann"})
        await ann.prove()
        [noted] = await ann.house.database.read(_details)
        values = details.values(noted)
        assert values == {"guest_count": 40, "location": "Pasadena", "name": "Ann"}
        assert noted["guest_count"]["version"] == 2
        assert await ann.house.rows(
            "SELECT count(*) FROM ai_conversations WHERE read_back IS NOT NULL"
        ) == [0]
        waiting = "SELECT key FROM timers WHERE status = 'waiting' AND kind = 'incomplete_lead'"
        [conversation_id] = await ann.house.rows(
            "SELECT id FROM ai_conversations WHERE status = 'active'"
        )
        assert await ann.house.rows(waiting) == [f"incomplete:{conversation_id}"]


def _note(tx: Connection, channel: str, values: dict[str, Any]) -> None:
    table = ai_conversations
    id_ = tx.execute(select(table.c.id).where(table.c.channel == channel)).scalar_one()
    newest = tx.execute(
        select(func.max(ai_messages.c.id)).where(ai_messages.c.conversation_id == id_)
    ).scalar_one()
    state: details.Details = {}
    for slot, value in values.items():
        state = details.with_value(state, slot, value, newest)
    read_back = {"versions": {}, "message_id": newest}
    tx.execute(update(table).where(table.c.id == id_).values(details=state, read_back=read_back))


def _details(tx: Connection) -> list[Any]:
    table = ai_conversations
    return list(tx.execute(select(table.c.details).where(table.c.status == "active")).scalars())


async def test_a_conversation_in_a_persons_hands_goes_on(database_url: str) -> None:
    async with person(database_url) as ann:
        await ann.text("t1")
        await ann.house.quiet()
        await ann.house.database.write(_claim)
        await ann.write("w1")
        await ann.house.quiet()
        await ann.prove()
        await ann.write("w2")
        await ann.house.quiet()
        assert await ann.sees() == ["t1", "t1", "w1", "w1", "w2"]  # the person answers w2
        assert await ann.house.rows(
            "SELECT channel FROM ai_conversations WHERE status = 'active'"
        ) == ["sms"]


def _claim(tx: Connection) -> None:
    values = {
        "claimed_by": "U1",
        "claimed_name": "Sam",
        "claimed_at": ai_conversations.c.created_at,
    }
    tx.execute(update(ai_conversations).values(values))


async def test_a_person_who_took_either_conversation_has_the_one(database_url: str) -> None:
    """By the name of the one that went into the other, too; and speaks where the customer is."""
    async with person(database_url) as ann:
        await ann.text("t1")
        await ann.house.quiet()
        await ann.write("w1")
        await ann.house.quiet()
        by_channel = "SELECT thread_id FROM ai_conversations WHERE channel = 'sms'"
        [of_the_phone] = await ann.house.rows(by_channel)
        await ann.prove()
        assert await ann.house.handoff.claim(of_the_phone, "slack:U1", "Sam")
        await ann.write("is this a person?")
        await ann.house.quiet()
        await ann.house.handoff.say(of_the_phone, "slack:U1", "Sam", "It is.")
        await ann.house.quiet()
        assert (await ann.sees())[-2:] == ["is this a person?", "It is."]
        assert len(ann.house.said_to(ANN)) == 1
        await ann.text("and here?")
        await ann.house.quiet()
        await ann.house.handoff.say(of_the_phone, "slack:U1", "Sam", "Here too.")
        await ann.house.quiet()
        assert ann.house.said_to(ANN)[1:] == ["Here too."]


async def test_an_inquiry_left_unfinished_in_one_is_told_once(database_url: str) -> None:
    """Its timer may have fired already, and wait in the mailbox that is joined away."""
    async with person(database_url) as ann:
        await ann.text("t1")
        await ann.house.quiet()
        await ann.write("w1")
        await ann.house.quiet()
        await ann.house.database.write(_note, "sms", {"guest_count": 40, "name": "Ann"})
        await ann.house.database.write(_leave_unfinished)
        await ann.house.worker.stop(1)
        ann.house.clock.move(minutes=31)
        await ann.house.schedule.tick()
        await ann.prove()
        async with open_house(database_url, echo) as later:
            later.clock.move(minutes=62)
            await later.quiet()
            assert await later.rows("SELECT count(*) FROM leads") == [0]
            ann.house.clock.move(minutes=31)
            await ann.house.schedule.tick()
            await later.quiet()
            assert await later.rows("SELECT status FROM leads") == ["incomplete"]
            assert await later.rows("SELECT phone FROM leads") == [ANN]


def _leave_unfinished(tx: Connection) -> None:
    query = select(ai_conversations.c.id, ai_conversations.c.mailbox_id)
    row = tx.execute(query.where(ai_conversations.c.channel == "sms")).one()
    expect_completion(tx, row.id, row.mailbox_id, NOON)


async def test_a_conversation_that_is_over_is_history_and_no_more(database_url: str) -> None:
    async with person(database_url) as ann:
        await ann.text("t1")
        await ann.house.quiet()
        ann.house.clock.move(hours=25)
        await ann.write("w1")
        await ann.house.quiet()
        await ann.prove()
        assert await ann.sees() == ["t1", "t1", "w1", "w1"]
        count = "SELECT count(*) FROM ai_messages GROUP BY conversation_id ORDER BY 1"
        assert await ann.house.rows(count) == [2, 2]


async def test_timers_of_a_joined_lane_fire_in_the_one_mailbox(database_url: str) -> None:
    async with person(database_url) as ann:
        await ann.text("t1")
        await ann.house.quiet()
        await ann.write("w1")
        await ann.house.quiet()
        await ann.prove()
        ann.house.clock.move(hours=25)
        await ann.house.schedule.tick()
        await ann.house.quiet()
        assert await ann.house.rows("SELECT DISTINCT status FROM ai_conversations") == ["closed"]
        assert await ann.house.rows("SELECT count(*) FROM inbox WHERE status <> 'done'") == [0]


async def test_leads_of_the_website_become_the_customers(database_url: str) -> None:
    async with person(database_url) as ann:
        await ann.write("w1")
        await ann.house.quiet()

        def make(tx: Connection, now: datetime) -> None:
            standing = history.standing(tx, WEB, VERA)
            assert standing is not None
            id_ = tx.execute(select(ai_conversations.c.id)).scalar_one()
            leads.add(
                tx,
                Wish(name="Ann", phone=ANN),
                conversation_id=id_,
                customer_id=None,
                lane_id=standing.mailbox_id,
                source="web",
                status="new",
                profile_version=1,
                now=now,
            )

        await ann.house.database.write(make, ann.house.clock.now())
        await ann.prove()
        [customer_id] = await ann.house.rows("SELECT id FROM customers")
        assert await ann.house.rows("SELECT customer_id FROM leads") == [customer_id]
        assert await ann.house.database.read(mailbox_of, customer_id) is not None
