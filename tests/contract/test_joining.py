"""A web thread and a phone's texts become one, whatever is under way in either; on both
databases."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from itertools import count
from typing import Any

import pytest
from sqlalchemy import Connection, func, select, update

from bot.business.leads import expect_completion
from bot.joining import join, show_joined
from bot.messages import Inbound, LaneAddress, Reply, Scope, ToolCall
from bot.turn import LiveTurn
from storage import details, history, leads, people, threads, visitors
from storage.joining import Joined, mailbox_of
from storage.leads import Wish
from storage.tables import ai_conversations, ai_messages, customer_phones, lanes
from tests.house import ANN, BEN, NOON, House, echo, heard, open_house, reply, step

_numbers = count(1)
VERA, WEB = "visitor-vera", "thread-vera"

Agent = Callable[[LiveTurn], Awaitable[Reply]]


class Person:
    """Somebody who writes on the website and from a phone, and can prove that it is one."""

    def __init__(self, house: House, visitor: str = VERA, thread: str = WEB, phone: str = ANN):
        self.house, self.visitor, self.thread, self.phone = house, visitor, thread, phone

    async def begin(self) -> None:
        now = self.house.clock.now()
        await self.house.database.write(threads.begin, self.thread, self.visitor, now)

    async def write(self, words: str) -> None:
        event_id = f"{self.thread}:{next(_numbers)}"
        lane = LaneAddress("web", self.thread)
        await self.house.inbox.accept(Inbound(lane, event_id, words, self.house.clock.now()))

    async def text(self, words: str) -> None:
        await self.house.text(self.phone, words)

    async def prove(self) -> Joined:
        joined = await self.house.database.write(self._prove)
        show_joined(joined, self.house.live, self.house.bells)
        return joined

    def _prove(self, tx: Connection) -> Joined:
        now = self.house.clock.now()
        lane = visitors.thread_of(tx, self.thread, self.visitor)
        assert lane is not None
        customer_id, _ = people.ensure_by_phone(tx, self.phone, "web", now)
        visitors.prove(tx, self.visitor, customer_id, self.phone, now)
        return join(tx, customer_id, [lane.id], now)

    async def sees(self) -> list[str]:
        """What the website shows of the history."""
        return await self.house.database.read(self._sees)

    def _sees(self, tx: Connection) -> list[str]:
        standing = history.standing(tx, self.thread, self.visitor)
        assert standing is not None
        lines = history.before(tx, standing.mailbox_id, None, 100)
        return [line.content.split("\n")[0] for line in lines]


@asynccontextmanager
async def person(url: str, agent: Agent = echo, **options: Any) -> AsyncIterator[Person]:
    async with open_house(url, agent, **options) as house:
        someone = Person(house)
        await someone.begin()
        yield someone


class Gate:
    """An agent that stops at words in its way until they are let through."""

    def __init__(self, *stops: str) -> None:
        self.reached = {words: asyncio.Event() for words in stops}
        self.open = asyncio.Event()
        self.runs: list[str] = []

    async def __call__(self, turn: LiveTurn) -> Reply:
        words = " / ".join(heard(turn))
        self.runs.append(words)
        if words in self.reached and not self.open.is_set():
            self.reached[words].set()
            await self.open.wait()
        return reply(f"re: {words}")


async def test_two_histories_are_one_in_the_order_they_were_said(database_url: str) -> None:
    async with person(database_url) as ann:
        for say, words in (
            (ann.text, "t1"),
            (ann.write, "w1"),
            (ann.text, "t2"),
            (ann.write, "w2"),
        ):
            await say(words)
            await ann.house.quiet()
        assert await ann.sees() == ["w1", "w1", "w2", "w2"]
        await ann.prove()
        assert await ann.sees() == ["t1", "t1", "w1", "w1", "t2", "t2", "w2", "w2"]
        active = "SELECT count(*) FROM ai_conversations WHERE status = 'active'"
        assert await ann.house.rows(active) == [1]


async def test_who_asks_in_two_places_at_once_is_answered_in_both(database_url: str) -> None:
    gate = Gate("t1")
    async with person(database_url, gate) as ann:
        await ann.prove()
        await ann.text("t1")
        await gate.reached["t1"].wait()
        await ann.write("w1")  # joins the turn
        gate.open.set()
        await ann.house.quiet()
        assert gate.runs[-1] == "t1 / w1"
        [text] = ann.house.said_to(ANN)
        assert text.startswith("re: t1 / w1\n\n")  # and who we are, as it is the first
        assert await ann.sees() == ["t1", "w1", "re: t1 / w1"]
        await ann.text("t2")
        await ann.house.quiet()
        assert ann.house.said_to(ANN)[-1] == "re: t2"


async def test_the_agent_knows_what_was_said_in_both(database_url: str) -> None:
    seen: list[list[str]] = []

    async def agent(turn: LiveTurn) -> Reply:
        seen.append([m.content for m in turn.messages if m.role == "user"])
        return await echo(turn)

    async with person(database_url, agent) as ann:
        await ann.text("t1")
        await ann.house.quiet()
        await ann.write("w1")
        await ann.house.quiet()
        await ann.prove()
        await ann.write("w2")
        await ann.house.quiet()
        await ann.text("t2")
        await ann.house.quiet()
        assert seen[-2:] == [["t1", "w1", "w2"], ["t1", "w1", "w2", "t2"]]
        said = [text.split("\n")[0] for text in ann.house.said_to(ANN)]
        assert said == ["t1", "t2"]  # a reply goes to where the last message came from


async def test_the_turn_carries_the_proved_customer(database_url: str) -> None:
    scopes: list[tuple[int | None, str | None, str | None]] = []

    async def agent(turn: LiveTurn) -> Reply:
        scopes.append((turn.scope.customer_id, turn.scope.phone, turn.scope.name))
        return await echo(turn)

    async with person(database_url, agent) as ann:
        await ann.write("w1")
        await ann.house.quiet()
        now = ann.house.clock.now()
        await ann.house.database.write(lambda tx: visitors.save(tx, VERA, now, name="Ann Lee"))
        await ann.prove()
        await ann.write("w2")
        await ann.house.quiet()
        [customer_id] = await ann.house.rows("SELECT id FROM customers")
        assert scopes == [(None, None, None), (customer_id, ANN, "Ann Lee")]


@pytest.mark.parametrize("busy", [("w1",), ("t1",), ("w1", "t1")])
async def test_a_turn_under_way_is_begun_again_and_answered_once(
    database_url: str, busy: tuple[str, ...]
) -> None:
    gate = Gate(*busy)
    async with person(database_url, gate) as ann:
        await ann.write("w1")
        await ann.text("t1")
        await asyncio.gather(*(gate.reached[words].wait() for words in busy))
        if len(busy) == 1:
            other = "SELECT count(*) FROM inbox WHERE status = 'done'"
            await ann.house.until(other, [1])
        await ann.prove()
        gate.open.set()
        await ann.house.quiet()
        assert sorted(await ann.sees()) == ["re: t1", "re: w1", "t1", "w1"]
        assert [text.split("\n")[0] for text in ann.house.said_to(ANN)] == ["re: t1"]
        assert await ann.house.rows("SELECT DISTINCT status FROM inbox") == ["done"]
        for words in busy:
            assert gate.runs.count(words) == 2


async def test_an_effect_that_was_done_is_not_done_again(database_url: str) -> None:
    done: list[int] = []
    stuck, go_on = asyncio.Event(), asyncio.Event()

    def book(tx: Connection, scope: Scope) -> str:
        done.append(scope.turn_id)
        return "ok"

    async def agent(turn: LiveTurn) -> Reply:
        call = ToolCall("c1", "book", "{}")
        if not any(m.role == "tool" for m in turn.messages):
            await turn.record(step("assistant", "", turn, tool_calls=(call,)))
            await turn.act(call, book)
            stuck.set()
            await go_on.wait()
        return reply("booked")

    async with person(database_url, agent) as ann:
        await ann.write("book it")
        await stuck.wait()
        await ann.prove()
        go_on.set()
        await ann.house.quiet()
        assert len(done) == 1
        assert await ann.sees() == ["book it", "booked"]


async def test_what_waits_in_both_is_answered_in_its_order(database_url: str) -> None:
    """A text waits for the burst's end, and the website's message for a worker."""
    gate = Gate("w1")
    async with person(database_url, gate, quiet=5.0) as ann:
        await ann.text("t0")
        await ann.house.database.write(_all_due)
        await ann.house.quiet()
        await ann.write("w1")
        await gate.reached["w1"].wait()
        await ann.text("t1")
        await ann.write("w2")
        await ann.text("t2")
        await ann.prove()
        gate.open.set()
        await ann.house.quiet()
        assert (await ann.sees())[2:] == ["w1", "t1", "w2", "t2", "re: w1 / t1 / w2 / t2"]
        assert ann.house.said_to(ANN)[-1] == "re: w1 / t1 / w2 / t2"


def _all_due(tx: Connection) -> None:
    tx.execute(update(lanes).where(lanes.c.ready_at.is_not(None)).values(ready_at=0))


async def test_a_late_text_joins_the_turn_of_the_website(database_url: str) -> None:
    """yes on the website, and "wait, 40" from the phone: one conversation, nothing is booked."""

    async def agent(turn: LiveTurn) -> Reply:
        words = heard(turn)
        if words == ["yes"]:
            await ann.text("wait, 40")
        return reply(f"re: {' / '.join(words)}")

    async with person(database_url, agent) as ann:
        await ann.text("hi")
        await ann.house.quiet()
        await ann.prove()
        await ann.write("yes")
        await ann.house.quiet()
        assert await ann.sees() == ["hi", "re: hi", "yes", "wait, 40", "re: yes / wait, 40"]
        assert ann.house.said_to(ANN)[-1] == "re: yes / wait, 40"


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


async def test_a_second_browser_and_a_new_thread_are_the_same_person(database_url: str) -> None:
    async with person(database_url) as ann:
        await ann.write("w1")
        await ann.house.quiet()
        await ann.prove()
        other = Person(ann.house, "visitor-phone", "thread-phone")
        await other.begin()
        await other.write("w2")
        await ann.house.quiet()
        assert await other.sees() == ["w2", "w2"]
        await other.prove()
        assert await other.sees() == await ann.sees() == ["w1", "w1", "w2", "w2"]
        born = Person(ann.house, VERA, "thread-later")
        await born.begin()
        assert await born.sees() == ["w1", "w1", "w2", "w2"]
        await born.write("w3")
        await ann.house.quiet()
        assert (await ann.sees())[-1] == "w3"
        assert len(await ann.house.rows("SELECT id FROM customers")) == 1


async def test_an_older_thread_of_the_visitor_is_joined_with_its_next_message(
    database_url: str,
) -> None:
    async with person(database_url) as ann:
        older = Person(ann.house, VERA, "thread-older")
        await older.begin()
        await older.write("o1")
        await ann.write("w1")
        await ann.house.quiet()
        await ann.prove()
        await older.write("o2")
        await ann.house.quiet()
        assert await older.sees() == await ann.sees()
        assert (await ann.sees())[-2:] == ["o2", "o2"]


async def test_the_first_text_of_a_phone_that_was_proved_is_joined(database_url: str) -> None:
    async with person(database_url) as ann:
        await ann.write("w1")
        await ann.house.quiet()
        await ann.prove()
        await ann.text("t1")
        await ann.house.quiet()
        assert await ann.sees() == ["w1", "w1", "t1", "t1"]
        assert len(await ann.house.rows("SELECT id FROM customers")) == 1


async def test_what_was_typed_and_not_proved_joins_nothing(database_url: str) -> None:
    async with person(database_url) as ann:
        await ann.text("t1")
        await ann.house.quiet()
        now = ann.house.clock.now()
        await ann.house.database.write(lambda tx: visitors.save(tx, VERA, now, phone=ANN))
        await ann.write("w1")
        await ann.house.quiet()
        assert await ann.sees() == ["w1", "w1"]


async def test_a_phone_that_changed_hands_takes_nothing_along(database_url: str) -> None:
    async with person(database_url) as ann:
        await ann.text("t1")
        await ann.write("w1")
        await ann.house.quiet()
        await ann.prove()
        before = await ann.sees()
        await ann.house.database.write(_give_up_phone, ann.house.clock.now())
        new = Person(ann.house, "visitor-new", "thread-new")
        await new.begin()
        await new.write("n1")
        await ann.house.quiet()
        await new.prove()
        assert await new.sees() == ["n1", "n1"]
        await new.text("n2")
        await ann.house.quiet()
        assert await new.sees() == ["n1", "n1", "n2", "n2"]
        assert await ann.sees() == before
        await ann.write("w2")
        await ann.house.quiet()
        assert await ann.sees() == [*before, "w2", "w2"]


async def test_a_new_owner_who_only_texts_is_by_themselves(database_url: str) -> None:
    async with person(database_url) as ann:
        await ann.text("t1")
        await ann.write("w1")
        await ann.house.quiet()
        await ann.prove()
        before = await ann.sees()
        await ann.house.database.write(_give_up_phone, ann.house.clock.now())
        await ann.text("n1")
        await ann.house.quiet()
        assert await ann.sees() == before
        assert len(ann.house.said_to(ANN)) == 2
        assert len(await ann.house.rows("SELECT id FROM customers")) == 2


def _give_up_phone(tx: Connection, now: Any) -> None:
    tx.execute(update(customer_phones).values(valid_until=now))


async def test_a_visitor_who_proves_another_phone_leaves_the_first_ones_history(
    database_url: str,
) -> None:
    async with person(database_url) as ann:
        await ann.write("w1")
        await ann.house.quiet()
        await ann.prove()
        await ann.house.text(BEN, "b1")
        await ann.house.quiet()
        ben = Person(ann.house, VERA, WEB, BEN)
        await ben.prove()
        assert await ben.sees() == ["b1", "b1"]
        await ben.write("b2")
        await ann.house.quiet()
        assert await ben.sees() == ["b1", "b1", "b2", "b2"]


async def test_two_proofs_at_once_make_one_person(database_url: str) -> None:
    async with person(database_url) as ann:
        other = Person(ann.house, "visitor-phone", "thread-phone")
        await other.begin()
        await asyncio.gather(ann.write("w1"), other.write("w2"), ann.text("t1"))
        await asyncio.gather(ann.prove(), other.prove(), ann.text("t2"), ann.write("w3"))
        await ann.house.quiet()
        said = [words for words in await ann.sees() if words]
        assert await other.sees() == said
        customers_words = await ann.house.rows(
            "SELECT content FROM ai_messages WHERE role = 'user' ORDER BY content"
        )
        assert customers_words == ["t1", "t2", "w1", "w2", "w3"]
        assert len(await ann.house.rows("SELECT id FROM customers")) == 1
        assert await ann.house.rows("SELECT count(*) FROM inbox WHERE status <> 'done'") == [0]


async def test_many_joins_under_load_lose_and_double_nothing(
    database_url: str, dialect: str
) -> None:
    """Messages come in from both sides while the proof comes at any moment; on a server, to two
    processes."""

    async def agent(turn: LiveTurn) -> Reply:
        await asyncio.sleep(0)
        return await echo(turn)

    async with AsyncExitStack() as stack:
        houses = [
            await stack.enter_async_context(open_house(database_url, agent))
            for _ in range(2 if dialect == "postgres" else 1)
        ]
        house = houses[0]
        people_ = [
            Person(houses[i % len(houses)], f"visitor-{i}", f"thread-{i}", f"+1415555{2000 + i}")
            for i in range(8)
        ]

        async def live(someone: Person, moment: int) -> None:
            await someone.begin()
            for i in range(8):
                await asyncio.gather(someone.write(f"w{i}"), someone.text(f"t{i}"))
                if i == moment:
                    await someone.prove()

        await asyncio.gather(*(live(someone, i) for i, someone in enumerate(people_)))
        await house.quiet()
        for someone in people_:
            assert await house.database.read(_customer_said, someone) == (
                [f"w{i}" for i in range(8)],
                [f"t{i}" for i in range(8)],
            )
        twice = "SELECT count(*) FROM ai_messages WHERE role = 'user'"
        assert await house.rows(twice) == [8 * 16]


def _customer_said(tx: Connection, someone: Person) -> tuple[list[str], list[str]]:
    standing = history.standing(tx, someone.thread, someone.visitor)
    assert standing is not None
    lines = history.before(tx, standing.mailbox_id, None, 1000)
    said = [line for line in lines if line.role == "user"]
    return (
        [line.content for line in said if line.channel == "web"],
        [line.content for line in said if line.channel == "sms"],
    )


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
