"""A visitor's connection in one process, the turn in another: tokens travel between them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp.test_utils import TestServer

from bot.app.root import App
from storage.connect import open_database
from tests.fakes.openai import FakeOpenAI, Hang, Say
from tests.scenario.inside import NOW, Inside, inside
from tests.scenario.web import Visitor, text_of
from webhooks import build


@pytest.fixture
def dialect() -> str:
    return "postgres"


@pytest.fixture
async def worker(database_url: str, tmp_path: Path, model: FakeOpenAI) -> AsyncIterator[Inside]:
    remote = {"OPENAI_API_KEY": "sk-test", "OPENAI_BASE_URL": model.base_url}
    async with inside(database_url, tmp_path, NOW, **remote) as stage:
        yield stage


@asynccontextmanager
async def web_process(worker: Inside) -> AsyncIterator[Visitor]:
    """A visitor of a process that runs no turns."""
    settings = worker.app.settings
    app = await App.open(settings, await open_database(settings.database_url))
    app.lifecycle.start(working=False, ticking=False)
    try:
        async with TestServer(build(app)) as server, Visitor(worker) as visitor:
            visitor.url = str(server.make_url("")).rstrip("/")
            yield visitor
    finally:
        await app.lifecycle.stop()


async def test_tokens_cross_processes(worker: Inside, model: FakeOpenAI) -> None:
    model.script([Say("Our chefs "), Hang("rest"), Say("come to your event.")])
    async with web_process(worker) as ann, ann.streams("how much?") as stream:
        first = await stream.until("token")
        assert first["content"].startswith("Our")
        await model.gates.held(gate="rest")
        model.gates.release("rest")
        done = (await stream.rest())[-1]
        assert done["content"] == text_of(stream.events)
        assert done["content"].endswith("come to your event.")


async def test_who_comes_late_elsewhere_sees_the_turn_from_its_start(
    worker: Inside, model: FakeOpenAI
) -> None:
    model.script([Say("Our menu "), Hang("rest"), Say("is long.")])
    async with Visitor(worker) as there, there.socket() as tab:
        await tab.say("what is on the menu?", "m1")
        await tab.until("token")
        await model.gates.held(gate="rest")
        async with web_process(worker) as ann:
            ann.thread, ann.token = there.thread, there.token
            async with ann.socket() as late:
                assert (await late.until("token"))["content"].strip() == "Our menu"
                model.gates.release("rest")
                ends = [await each.until("done") for each in (tab, late)]
    assert ends[0]["content"] == ends[1]["content"] == "Our menu is long."
    assert text_of(late.frames) == "Our menu is long."


async def test_long_answers_and_many_watchers(worker: Inside, model: FakeOpenAI) -> None:
    """More than a notice holds."""
    long = "Hibachi for everybody, with sauce. " * 400
    model.script([Say("Well. "), Hang("rest"), Say(long)])
    async with web_process(worker) as ann, ann.socket() as one, ann.socket() as two:
        await one.say("tell me everything", "m1")
        for tab in (one, two):
            await tab.until("token")
        await model.gates.held(gate="rest")
        model.gates.release("rest")
        for tab in (one, two):
            assert (await tab.until("done"))["content"] == f"Well. {long}".strip()


async def test_staff_speak_in_another_process(worker: Inside, model: FakeOpenAI) -> None:
    model.script(Say("Hello!"))
    async with web_process(worker) as ann, ann.socket() as tab:
        await tab.say("hi", "m1")
        await tab.until("done")
        [conversation] = await worker.rows("SELECT thread_id FROM ai_conversations")
        await worker.app.handoff.say(conversation, "U1", "Alex", "Hi, Alex here.")
        said = (await tab.until("message"))["message"]
        while said["author"] == "note":
            said = (await tab.until("message"))["message"]
        assert (said["author"], said["content"]) == ("staff", "Hi, Alex here.")
