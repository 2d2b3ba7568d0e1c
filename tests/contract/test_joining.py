"""A web thread and a phone's texts become one, whatever is under way in either; on both
databases."""

import asyncio
from contextlib import AsyncExitStack

import pytest
from sqlalchemy import Connection, update

from bot.business.scope import Scope
from bot.messages import Reply, ToolCall
from bot.turn import LiveTurn
from storage import history, visitors
from storage.tables import lanes
from tests.contract.joining import VERA, Gate, Person, person
from tests.house import ANN, echo, heard, open_house, reply, step


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
