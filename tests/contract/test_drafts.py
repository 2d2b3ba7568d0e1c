"""Suggested replies are made beside the turns: never in their way, and never out of date."""

import asyncio

from msgspec.structs import replace

from bot.desk.drafting import DraftTurn
from bot.desk.drafts import Drafts
from bot.desk.threads import Threads
from bot.messages import Colleague, Reply
from storage import drafts
from storage.inbox import Stored
from tests.house import ANN, NOON, House, echo, open_house, reply
from tests.polling import until

SAM = ("slack:U1", "Sam")
ROWS = "SELECT status FROM drafts ORDER BY id"


class Thinking:
    """An agent that answers when it is let, and how often it began."""

    def __init__(self) -> None:
        self.began, self.open = 0, asyncio.Event()

    async def run(self, turn: DraftTurn) -> Reply:
        self.began += 1
        await self.open.wait()
        return reply(f"draft {self.began}")

    async def thinks(self, times: int) -> None:
        """Waits until it began so often."""
        await until(lambda: _so(self.began == times))


async def held(house: House, agent: Thinking) -> tuple[Drafts, int]:
    """Ann waits for Sam, who has her conversation."""
    await house.text(ANN, "hello")
    await house.quiet()
    [id_] = await house.rows("SELECT id FROM ai_conversations")
    [thread] = await house.rows("SELECT thread_id FROM ai_conversations")
    desk = replace(house.desk, threads=True)
    await house.database.write(
        lambda tx: desk.notify(tx, house.clock.now(), "person_wanted", {}, conversation_id=id_)
    )
    await house.handoff.claim(thread, *SAM)
    await house.text(ANN, "what does it cost?")
    await house.quiet()
    made = Drafts(
        house.database,
        house.clock,
        house.bells,
        lambda: house.rules,
        house.handoff,
        Threads(desk, house.clock),
        agent.run,
    )
    return made, id_


async def test_a_newer_wish_drops_the_older_and_the_turns_go_on(database_url: str) -> None:
    agent = Thinking()
    async with open_house(database_url, echo) as house:
        made, id_ = await held(house, agent)
        for times in (1, 2):
            made.ask(id_)
            await agent.thinks(times)
        await house.text("+14155550102", "hello")
        await house.quiet()
        assert house.said_to("+14155550102")  # whoever thinks over a draft is in nobody's way
        agent.open.set()
        await house.until(ROWS, ["open"])
        assert await house.rows("SELECT text FROM drafts") == ["Sam from MyHibachi: draft 2"]


async def test_what_was_said_meanwhile_is_not_answered_by_an_old_thought(
    database_url: str,
) -> None:
    agent = Thinking()
    async with open_house(database_url, echo) as house:
        made, id_ = await held(house, agent)
        made.ask(id_)
        await agent.thinks(1)
        await house.text(ANN, "for 40 people")
        await house.quiet()
        agent.open.set()
        await until(lambda: _so(not made._tasks))
        assert await house.rows(ROWS) == []


async def test_what_was_said_since_stops_a_draft_at_the_click(database_url: str) -> None:
    agent = Thinking()
    agent.open.set()
    async with open_house(database_url, echo) as house:
        made, id_ = await held(house, agent)
        made.ask(id_)
        await house.until(ROWS, ["open"])
        said = len(house.said_to(ANN))
        await house.text(ANN, "for 40 people")
        await house.quiet()  # nobody told the thread of it yet
        [draft] = await house.database.read(drafts.open_of, id_)
        meta = {"act": "draft_send", "user": "U1", "draft": draft.public_id}
        event = Stored(
            1, 1, "slack:C1", "slack", "C1", "", "staff", {"meta": meta}, NOON, "pending", None
        )
        await house.database.write(made.act, event, Colleague(*SAM))
        await house.quiet()
        assert await house.rows(ROWS) == ["outdated"]
        assert len(house.said_to(ANN)) == said
        assert "Nothing was sent: more was said since." in [m.body for m in house.staff.sent]


async def test_a_draft_is_no_longer_than_its_card_shows(database_url: str) -> None:
    class Wordy(Thinking):
        async def run(self, turn: DraftTurn) -> Reply:
            return reply("many words " * 500)

    async with open_house(database_url, echo) as house:
        made, id_ = await held(house, Wordy())
        made.ask(id_)
        await house.until(ROWS, ["open"])
        [draft] = await house.database.read(drafts.open_of, id_)
        assert 1900 < len(draft.text) < 2100
        assert draft.text.endswith((" many", " words"))


async def test_a_thought_that_fails_is_lost_and_nothing_else(database_url: str) -> None:
    class Failing(Thinking):
        async def run(self, turn: DraftTurn) -> Reply:
            self.began += 1
            raise RuntimeError("no model")

    agent = Failing()
    async with open_house(database_url, echo) as house:
        made, id_ = await held(house, agent)
        made.ask(id_)
        await until(lambda: _so(agent.began == 1 and not made._tasks))
        assert await house.rows(ROWS) == []
        agent_two = Thinking()
        agent_two.open.set()
        made._run = agent_two.run
        made.ask(id_)
        await house.until(ROWS, ["open"])
        [draft] = await house.database.read(drafts.open_of, id_)
        assert draft.card_id is not None
        await made.stop()


async def _so(fact: bool) -> bool:
    return fact
