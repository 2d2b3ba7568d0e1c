"""The answer as a stream of events, for any standard EventSource."""

import asyncio
from pathlib import Path

import pytest

from bot.messages import Event
from tests.fakes.openai import FakeOpenAI, Hang, Say
from tests.polling import until
from tests.scenario.inside import NOW, Inside, inside, on_sqlite
from tests.scenario.web import STREAM, Visitor, text_of


@pytest.fixture
def settings(remote: dict[str, str]) -> dict[str, str]:
    return remote


def kinds(events: list[dict[str, object]]) -> list[object]:
    return [event["type"] for event in events]


async def test_an_answer_as_it_is_written(stage: Inside, ann: Visitor, model: FakeOpenAI) -> None:
    model.script([Say("Our chefs come "), Hang("rest"), Say("to your garden.")])
    async with ann.streams("where do you cook?", client_message_id="m1") as stream:
        headers = stream.answer.headers
        assert headers["Content-Type"] == "text/event-stream; charset=utf-8"
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Accel-Buffering"] == "no"
        assert stream.retry_ms == 2000
        assert stream.events[0]["visitor_token"]
        first = await stream.until("token")  # it is there before the rest is written
        assert first["content"].startswith("Our")
        await model.gates.held(gate="rest")
        model.gates.release("rest")
        done = (await stream.rest())[-1]
    assert done["content"] == text_of(stream.events)
    assert done["content"].endswith("to your garden.")
    assert done["handoff"] is False
    assert done["metadata"]["usage"]
    assert stream.last_event_id == done["message_id"]
    page = await ann.history()
    assert [line["author"] for line in page["messages"]] == ["customer", "assistant"]
    assert page["messages"][1]["id"] == done["message_id"]
    assert page["messages"][0]["client_message_id"] == "m1"


async def test_a_visitor_who_leaves_finds_the_answer_on_return(
    stage: Inside, ann: Visitor, model: FakeOpenAI
) -> None:
    model.script(Say("Hello!"), [Say("Our menu "), Hang("rest"), Say("is long.")])
    await ann.says("hi")
    seen = (await ann.history())["messages"][-1]["id"]
    async with ann.streams("what is on the menu?", client_message_id="m2") as stream:
        await stream.until("token")
    await model.gates.held(gate="rest")
    async with ann.listens(seen) as stream:  # the turn goes on: from its start
        assert (await stream.next())["message"]["content"] == "what is on the menu?"
        assert kinds([await stream.next(), await stream.next()]) == ["start", "token"]
        model.gates.release("rest")
        done = await stream.until("done")
        assert done["content"] == "Our menu is long."
    async with ann.listens(seen) as stream:  # it is over: as a message
        again = [await stream.next(), await stream.next()]
    assert [each["message"]["author"] for each in again] == ["customer", "assistant"]
    assert again[1]["message"]["id"] == done["message_id"] == stream.last_event_id
    assert model.left == 0


@on_sqlite
async def test_an_event_source_that_comes_again_says_nothing_twice(
    stage: Inside, ann: Visitor, model: FakeOpenAI
) -> None:
    model.script([Say("One "), Hang("rest"), Say("answer.")])
    said = {"message": "hello", "client_message_id": "0123456789abcdef"}
    async with ann.listens(**said) as stream:
        first = await stream.next()
        await stream.until("token")
    await model.gates.held(gate="rest")
    # Nothing with an id was heard: the browser sends the whole address again, and, on another
    # site, no cookie with it.
    async with ann.listens(**said) as stream:
        again = await stream.next()
        model.gates.release("rest")
        done = await stream.until("done")
        assert await stream.rest() == []
    assert again["thread_id"] == first["thread_id"]
    ann.thread, ann.token = first["thread_id"], first["visitor_token"]
    async with ann.listens(**said) as stream:
        assert kinds([await stream.next(), await stream.next()]) == ["start", "done"]
        assert stream.last_event_id == done["message_id"]
    # With the last id it only resumes, and stays.
    async with ann.listens(done["message_id"], **said) as stream:
        stage.app.live.close()
        assert kinds(await stream.rest()) == ["error"]
    assert await stage.rows("SELECT count(*) FROM inbox") == [1]
    assert len(model.requests) == 1


@on_sqlite
async def test_a_quiet_stream_shows_that_it_lives(stage: Inside, ann: Visitor) -> None:
    async with ann.socket():
        pass
    stage.app.chat.idle = 0.02
    async with ann.listens() as stream:
        assert await stream.comment() == "still here"
        assert await stream.comment() == "still here"


@on_sqlite
async def test_what_get_takes_and_what_not(stage: Inside, ann: Visitor) -> None:
    for query in ({"message": "hi"}, {}, {"message": "hi", "client_message_id": ""}):
        status, answer = await ann.ask("GET", STREAM, params=query)
        assert status == 400, answer
    gone = {"thread_id": "nobodys", "message": "hi", "client_message_id": "m1"}
    assert (await ann.ask("GET", STREAM, params=gone))[0] == 404
    assert (await ann.ask("GET", STREAM, params={"thread_id": "nobodys"}))[0] == 404
    assert await stage.rows("SELECT count(*) FROM inbox") == [0]


@on_sqlite
async def test_without_streaming_the_answer_comes_whole(database_url: str, tmp_path: Path) -> None:
    async with (
        inside(database_url, tmp_path, NOW, ENABLE_STREAMING="false") as stage,
        Visitor(stage) as ann,
        ann.streams("how much is it per person?") as stream,
    ):
        events = await stream.rest()
        assert kinds(events) == ["done"]
        assert "$" in str(events[0]["content"])


@on_sqlite
async def test_a_server_that_stops_says_goodbye(
    stage: Inside, ann: Visitor, model: FakeOpenAI
) -> None:
    model.script([Say("A long "), Hang("rest"), Say("answer.")])
    async with ann.streams("hello") as stream:
        await stream.until("token")
        stage.app.live.close()
        last = (await stream.rest())[-1]
        assert last["type"] == "error"
        assert last["retry_after"] == 1
        assert stream.retry_ms == 1000
    model.gates.release("rest")
    await until(lambda: _is_answered(ann))


async def _is_answered(visitor: Visitor) -> bool:
    return len((await visitor.history())["messages"]) == 2


@on_sqlite
async def test_a_slow_reader_holds_nobody_up(
    stage: Inside, ann: Visitor, model: FakeOpenAI
) -> None:
    """It loses what waits, and gets the whole from the database."""
    long = "word " * 200_000
    model.script([Say("One "), Hang("rest"), Say("moment.")], Say("Right away."))
    async with ann.streams("tell me everything") as stream:
        await stream.until("token")
        [mailbox] = await stage.rows("SELECT id FROM lanes")
        for _ in range(3):
            stage.app.live.publish(mailbox, _token(long))
        async with Visitor(stage) as ben:
            assert (await ben.says("hi"))["response"] == "Right away."
        model.gates.release("rest")
        done = (await stream.rest())[-1]
    assert done["content"] == "One moment."


def _token(text: str) -> Event:
    return Event("token", {"content": text})


async def test_two_readers_of_one_answer_see_the_same(
    stage: Inside, ann: Visitor, model: FakeOpenAI
) -> None:
    model.script([Say("The same "), Hang("rest"), Say("for both.")])
    async with ann.streams("hello", client_message_id="m1") as first:
        await first.until("token")
        async with ann.streams("hello", client_message_id="m1") as second:
            assert (await second.until("token"))["content"].strip() == "The same"
            model.gates.release("rest")
            ends = await asyncio.gather(first.until("done"), second.until("done"))
    assert ends[0] == ends[1]
    assert text_of(second.events) == "The same for both."


async def test_a_first_message_sent_again_begins_one_thread(
    stage: Inside, ann: Visitor, model: FakeOpenAI
) -> None:
    """A browser that lost the answer after its head has the cookie, and nothing else."""
    model.script(Say("Hello!"))
    query = {"message": "hi", "client_message_id": "the-first-message-1"}
    async with ann.listens(**query) as stream:
        token = stream.answer.cookies["visitor"].value
        first = await stream.next()
    for ann.token in (None, token, first["visitor_token"]):
        async with ann.listens(**query) as stream:
            assert (await stream.next())["thread_id"] == first["thread_id"]
    assert await stage.rows("SELECT count(*) FROM inbox") == [1]
