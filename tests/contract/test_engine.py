"""The engine's promises, on both databases."""

import asyncio
from typing import Any

from sqlalchemy import Connection

from bot.messages import Inbound, LaneAddress, Message, Reply, Superseded, ToolCall
from bot.turn import LiveTurn
from storage.tables import lanes
from tests.house import ANN, BEN, echo, heard, open_house, reply, step


async def test_a_text_is_answered_once_however_often_it_is_delivered(database_url: str) -> None:
    async with open_house(database_url, echo) as house:
        ids = await asyncio.gather(*(house.text(ANN, "hello", "SM1") for _ in range(5)))
        await house.quiet()
        ids.append(await house.text(ANN, "hello", "SM1"))
        await house.quiet()
        assert len([i for i in ids if i is not None]) == 1
        assert len(house.said_to(ANN)) == 1
        assert house.said_to(ANN)[0].startswith("hello\n\n")


async def test_the_first_reply_introduces_us_and_no_other(database_url: str) -> None:
    async with open_house(database_url, echo) as house:
        for words in ("one", "two"):
            await house.text(ANN, words)
            await house.quiet()
        first, second = house.said_to(ANN)
        assert "Reply STOP to opt out" in first
        assert second == "two"


async def test_ten_texts_in_a_burst_are_one_turn(database_url: str) -> None:
    async with open_house(database_url, echo, quiet=0.15) as house:
        for i in range(10):
            await house.text(ANN, f"t{i}")
            await asyncio.sleep(0.03)
        await house.quiet()
        assert len(house.said_to(ANN)) == 1
        assert house.said_to(ANN)[0].startswith("t0 / t1 / t2 / t3 / t4 / t5 / t6 / t7 / t8 / t9")


async def test_a_late_text_stops_an_effect_and_joins_the_turn(database_url: str) -> None:
    thinking, go_on = asyncio.Event(), asyncio.Event()
    booked: list[str] = []

    async def agent(turn: LiveTurn) -> Reply:
        if "wait" not in " ".join(heard(turn)):
            thinking.set()
            await go_on.wait()
        call = ToolCall(f"c{len(turn.messages)}", "book", "{}")
        await turn.record(step("assistant", "", turn, tool_calls=(call,)))
        words = heard(turn)[-1]
        try:
            await turn.act(call, lambda tx, scope: _note(booked, words))
        except Superseded:
            await turn.record(step("tool", "superseded", turn, tool_call_id=call.id))
            assert await turn.look_again()
            return await agent(turn)
        return reply(f"booked: {words}")

    async with open_house(database_url, agent) as house:
        await house.text(ANN, "yes")
        await thinking.wait()
        await house.text(ANN, "wait, 40")
        go_on.set()
        await house.quiet()
        assert booked == ["wait, 40"]
        assert [said.split("\n")[0] for said in house.said_to(ANN)] == ["booked: wait, 40"]


async def test_a_late_text_joins_a_turn_that_is_about_to_reply(database_url: str) -> None:
    async def agent(turn: LiveTurn) -> Reply:
        if len(heard(turn)) == 1:
            await house.text(ANN, "second")
        return await echo(turn)

    async with open_house(database_url, agent) as house:
        await house.text(ANN, "first")
        await house.quiet()
        assert [said.split("\n")[0] for said in house.said_to(ANN)] == ["first / second"]


async def test_a_chatterbox_gets_an_answer_after_two_restarts(database_url: str) -> None:
    async def agent(turn: LiveTurn) -> Reply:
        if len(heard(turn)) < 8:
            await house.text(ANN, "and")
        return await echo(turn)

    async with open_house(database_url, agent) as house:
        await house.text(ANN, "first")
        await house.until("SELECT count(*) > 0 FROM outbox WHERE status = 'sent'", [True])
        assert house.said_to(ANN)[0].startswith("first / and / and")


async def test_conversations_do_not_wait_for_each_other(database_url: str) -> None:
    ben_is_done = asyncio.Event()

    async def agent(turn: LiveTurn) -> Reply:
        if turn.scope.phone == ANN:
            await ben_is_done.wait()
        else:
            ben_is_done.set()
        return await echo(turn)

    async with open_house(database_url, agent) as house:
        await house.text(ANN, "a")
        await house.text(BEN, "b")
        await house.quiet()
        assert house.said_to(ANN)
        assert house.said_to(BEN)


async def test_one_conversation_is_answered_in_order(database_url: str) -> None:
    running = 0

    async def agent(turn: LiveTurn) -> Reply:
        nonlocal running
        running += 1
        assert running == 1
        await asyncio.sleep(0)
        running -= 1
        return await echo(turn)

    async with open_house(database_url, agent) as house:
        for i in range(20):
            await house.text(ANN, f"<{i}>")
        await house.quiet()
        said = " ".join(house.said_to(ANN))
        places = [said.index(f"<{i}>") for i in range(20)]
        assert places == sorted(places)


async def test_a_turn_that_dies_goes_on_from_its_last_step(database_url: str) -> None:
    effects: list[int] = []

    async def agent(turn: LiveTurn) -> Reply:
        done = [m for m in turn.messages if m.role == "tool"]
        call = ToolCall("c1", "book", "{}")
        if not done:
            await turn.record(step("assistant", "", turn, tool_calls=(call,)))
            await turn.act(call, lambda tx, scope: _note(effects, 1))
            raise RuntimeError("the process died here")
        return reply("booked")

    async with open_house(database_url, agent) as house:
        await house.text(ANN, "book it")
        await house.quiet()
        assert effects == [1]
        assert house.said_to(ANN)[0].startswith("booked")
        assert await house.rows("SELECT count(*) FROM ai_messages WHERE role = 'user'") == [1]


async def test_what_fails_again_and_again_becomes_an_apology_and_a_notice(
    database_url: str,
) -> None:
    async def agent(turn: LiveTurn) -> Reply:
        if "poison" in heard(turn):
            raise RuntimeError("never works")
        return await echo(turn)

    async with open_house(database_url, agent, attempts=2) as house:
        await house.text(ANN, "poison")
        await house.quiet()
        await house.text(ANN, "hello again")
        await house.quiet()
        apology, answer = house.said_to(ANN)
        assert "sorry" in apology.lower()
        assert answer == "hello again"
        assert [notice.payload["notice"] for notice in house.staff.sent if notice.payload] == [
            "gave_up"
        ]
        assert await house.rows("SELECT status FROM inbox ORDER BY id") == ["dead", "done"]


async def test_what_staff_did_at_a_desk_that_is_gone_is_given_up(database_url: str) -> None:
    async with open_house(database_url, echo, attempts=2) as house:
        meta = {"act": "claim", "user": "U1"}
        at = LaneAddress("sms", "staff")
        await house.inbox.accept(
            Inbound(at, "click:1", "", house.clock.now(), kind="staff", meta=meta)
        )
        await house.until("SELECT status FROM inbox", ["dead"])


async def test_a_second_worker_takes_over_what_a_dead_one_left(database_url: str) -> None:
    """The first house claims and never ends; its lease is made to run out."""
    stuck = asyncio.Event()

    async def hangs(turn: LiveTurn) -> Reply:
        stuck.set()
        await asyncio.Event().wait()
        return reply("never")

    async with open_house(database_url, hangs, room=1) as dead:
        await dead.text(ANN, "hello")
        await stuck.wait()
        async with open_house(database_url, echo) as alive:
            await alive.database.write(_expire)
            await alive.quiet()
            # Either of the two may deliver what the living one answered.
            [said] = alive.said_to(ANN) + dead.said_to(ANN)
            assert said.startswith("hello")


def _expire(tx: Connection) -> None:
    tx.execute(lanes.update().values(ready_at=0))


def _note(notes: list[Any], what: object) -> str:
    notes.append(what)
    return "ok"


async def test_steps_are_seen_by_the_next_turn(database_url: str) -> None:
    seen: list[list[Message]] = []

    async def agent(turn: LiveTurn) -> Reply:
        seen.append(list(turn.messages))
        call = ToolCall("c1", "look", "{}")
        await turn.record(step("assistant", "", turn, tool_calls=(call,)))
        await turn.record(step("tool", "42", turn, tool_call_id="c1"))
        return await echo(turn)

    async with open_house(database_url, agent) as house:
        await house.text(ANN, "one")
        await house.quiet()
        await house.text(ANN, "two")
        await house.quiet()
        assert [m.role for m in seen[1]] == ["user", "assistant", "tool", "assistant", "user"]
        assert seen[1][1].tool_calls == (ToolCall("c1", "look", "{}"),)
