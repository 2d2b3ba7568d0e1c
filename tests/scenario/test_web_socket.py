"""The WebSocket: both ways, several tabs in step, and nothing lost in between."""

from pathlib import Path

import aiohttp
import pytest

from tests.fakes.openai import FakeOpenAI, Hang, Say
from tests.scenario.inside import NOW, Inside, inside, on_sqlite
from tests.scenario.web import Visitor, refused, text_of


@pytest.fixture
def settings(remote: dict[str, str]) -> dict[str, str]:
    return remote


async def test_two_tabs_are_in_step(stage: Inside, ann: Visitor, model: FakeOpenAI) -> None:
    model.script([Say("Hello "), Hang("rest"), Say("there!")])
    async with ann.socket() as one:
        assert one.frames[0]["handoff"] is False
        async with ann.socket() as two:
            await one.say("hi", "m1")
            assert await one.until("accepted") == {"type": "accepted", "client_message_id": "m1"}
            said = (await two.until("message"))["message"]
            assert (said["author"], said["content"]) == ("customer", "hi")
            assert said["client_message_id"] == "m1"
            await two.until("token")
            async with ann.socket() as late:  # opened while the answer is written
                assert (await late.until("token"))["content"].strip() == "Hello"
                model.gates.release("rest")
                ends = [await tab.until("done") for tab in (one, two, late)]
    assert ends[0] == ends[1] == ends[2]
    assert text_of(one.frames) == text_of(two.frames) == text_of(late.frames) == "Hello there!"


async def test_a_cut_connection_loses_and_doubles_nothing(
    stage: Inside, ann: Visitor, model: FakeOpenAI
) -> None:
    model.script(Say("First."), Say("Second."))
    async with ann.socket() as tab:
        await tab.say("one", "m1")
        seen = (await tab.until("done"))["message_id"]
        await tab.say("two", "m2")
        await tab.until("accepted")
    await stage.idle()
    async with ann.socket(after=seen) as tab:
        missed = [await tab.next(), await tab.next()]
        assert [each["message"]["content"] for each in missed] == ["two", "Second."]
        await tab.say("two", "m2")  # it never heard that this was accepted
        await tab.until("accepted")
        await tab.connection.send_json({"type": "resume", "after": seen})
        assert (await tab.until("message"))["message"]["content"] == "two"
    assert await stage.rows("SELECT count(*) FROM inbox") == [2]
    assert len(model.requests) == 2


async def test_a_person_takes_over(stage: Inside, ann: Visitor, model: FakeOpenAI) -> None:
    model.script(Say("Hello!"))
    async with ann.socket() as tab:
        await tab.say("hi", "m1")
        await tab.until("done")
        [conversation] = await stage.rows("SELECT thread_id FROM ai_conversations")
        await stage.app.handoff.typing(conversation)
        assert await tab.next() == {"type": "typing", "who": "staff"}
        await stage.app.handoff.say(conversation, "U1", "Alex", "Hi, Alex here.")
        joined = await tab.next()
        assert (joined["message"]["author"], joined["message"]["content"]) == ("note", "joined")
        assert (await tab.until("handoff"))["name"] == "Alex"
        said = (await tab.until("message"))["message"]
        assert (said["author"], said["name"], said["content"]) == (
            "staff",
            "Alex",
            "Hi, Alex here.",
        )
        await tab.say("great", "m2")
        done = await tab.until("done")
        assert (done["content"], done["handoff"]) == (None, True)
        async with ann.socket() as other:
            assert (other.frames[0]["handoff"], other.frames[0]["name"]) == (True, "Alex")
    page = await ann.history()
    assert (page["handoff"], page["staff_name"]) == (True, "Alex")
    authors = [line["author"] for line in page["messages"]]
    assert authors == ["customer", "assistant", "note", "staff", "customer"]


@on_sqlite
async def test_what_a_client_may_send(stage: Inside, ann: Visitor, model: FakeOpenAI) -> None:
    model.script(Say("Hello!"))
    async with ann.socket() as tab:
        await tab.connection.send_json({"type": "ping"})
        assert await tab.next() == {"type": "pong"}
        await tab.connection.send_json({"type": "typing"})
        for wrong in ("", "{", "[]", '{"type":"shout"}', '{"type":"message","message":"hi"}'):
            await tab.connection.send_str(wrong)
            assert (await tab.next())["type"] == "error", wrong
        await tab.say("   ", "m1")
        assert await tab.next() == {
            "type": "error",
            "error": "message must not be empty",
            "client_message_id": "m1",
        }
        await tab.say("hi", "m1")
        assert (await tab.until("done"))["content"] == "Hello!"
    assert await stage.rows("SELECT count(*) FROM inbox") == [1]


@on_sqlite
async def test_what_closes_a_socket(stage: Inside, ann: Visitor) -> None:
    async with ann.socket() as tab:
        await tab.connection.send_str("x" * 40_000)
        assert await tab.closed() == 1009
    async with ann.socket() as tab:
        await tab.connection.send_bytes(b"\x00")
        assert await tab.closed() == 1003
    async with ann.socket() as tab:
        for _ in range(100):
            await tab.connection.send_json({"type": "ping"})
        assert await tab.closed() == 1008
    async with ann.socket() as tab:
        stage.app.live.close()
        assert await tab.closed() == 1012


@on_sqlite
async def test_who_may_connect(stage: Inside, ann: Visitor) -> None:
    async with ann.socket():
        pass
    async with Visitor(stage, thread=ann.thread) as nobody, Visitor(stage) as ben:
        assert await refused(nobody) == 404
        async with ben.socket():
            pass
        ben.thread = ann.thread
        assert await refused(ben) == 404
        ben.token = "forged"
        assert await refused(ben) == 403
    assert await refused(ann, headers={"Origin": "https://evil.example"}) == 403
    assert await refused(ann, headers={"Origin": "null"}) == 403
    assert await refused(ann, headers={"Origin": "https://bot.example"}) == 101
    assert await refused(ann, headers={"Origin": stage.url}) == 101
    status, _ = await ann.ask("GET", f"/ws/chat/{ann.thread}")
    assert status == 426
    only_token = {"Sec-WebSocket-Protocol": f"token.{ann.token}"}
    async with aiohttp.ClientSession() as session:
        url = f"{stage.url}/ws/chat/{ann.thread}"
        with pytest.raises(aiohttp.WSServerHandshakeError) as error:
            await session.ws_connect(url, headers=only_token)
        assert error.value.status == 400


@on_sqlite
async def test_too_many_messages_are_told_when_to_come_again(
    database_url: str, tmp_path: Path
) -> None:
    slow = {"AI_RATE_LIMIT_PER_MINUTE": "2", "AI_RATE_LIMIT_BURST": "2"}
    async with inside(database_url, tmp_path, NOW, **slow) as stage, Visitor(stage) as ann:
        async with ann.socket() as tab:
            for number in range(3):
                await tab.say("hi", f"m{number}")
            told = await tab.until("error")
        assert told["client_message_id"] == "m2"
        assert 0 < told["retry_after"] <= 30
        assert await stage.rows("SELECT count(*) FROM inbox") == [2]
