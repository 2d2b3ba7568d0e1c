"""Socket Mode: no public address, no signing secret; the same is done, and nothing is lost."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.fakes.openai import FakeOpenAI, Say
from tests.fakes.slack import FakeSlack, Post, User
from tests.fakes.slack.sockets import APP_TOKEN
from tests.fakes.slack.workspace import TEAM
from tests.scenario.desk import STAFF, desk_settings
from tests.scenario.inside import Inside

SAM = "U0SAM00001"


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with FakeSlack() as server:
        server.workspace.users[SAM] = User(SAM, "Sam")
        server.workspace.channels[STAFF].members.append(SAM)
        yield server


@pytest.fixture
def settings(slack: FakeSlack, remote: dict[str, str]) -> dict[str, str]:
    settings = desk_settings(slack) | remote | {"SLACK_APP_TOKEN": APP_TOKEN}
    del settings["SLACK_SIGNING_SECRET"]
    return settings


@pytest.fixture
async def stage(stage: Inside, slack: FakeSlack) -> Inside:
    await slack.sockets.connected()
    return stage


def said(slack: FakeSlack, words: str) -> tuple[str, dict[str, Any]]:
    """What Slack tells of a direct message; the thread that it begins."""
    channel, ts = slack.workspace.direct(SAM), slack.workspace.new_ts()
    slack.workspace.add(Post(channel=channel, ts=ts, user=SAM, text=words))
    event = {"type": "message", "channel": channel, "channel_type": "im", "user": SAM}
    envelope = {"type": "event_callback", "team_id": TEAM, "event_id": f"Ev{ts}"}
    return ts, {**envelope, "event": {**event, "text": words, "ts": ts}}


def answers(slack: FakeSlack, thread: str) -> list[str]:
    return [post.text for post in slack.posts if post.thread_ts == thread]


async def test_what_comes_over_the_socket_is_stored_acknowledged_and_done(
    stage: Inside, slack: FakeSlack, model: FakeOpenAI, monkeypatch: pytest.MonkeyPatch
) -> None:
    model.script(Say("Hello, Sam."), Say("Again."), Say("And again."))
    thread, told = said(slack, "hello")
    accept = stage.app.inbox.accept

    async def dies(_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(stage.app.inbox, "accept", dies)
    lost = await slack.sockets.send("events_api", told)
    form = {"command": "/hibachi", "text": "waiting", "user_id": SAM, "trigger_id": "1.2"}
    command = await slack.sockets.send("slash_commands", form)
    answer = await slack.sockets.acknowledged(command)
    assert answer["text"] == "Nobody waits for a person."
    assert lost not in slack.sockets.answers
    monkeypatch.setattr(stage.app.inbox, "accept", accept)
    for _ in range(2):
        again = await slack.sockets.send("events_api", told, f"retry-{_}")
        assert await slack.sockets.acknowledged(again) is None
    await stage.idle()
    assert answers(slack, thread) == ["Hello, Sam."]

    await slack.sockets.disconnect()
    await slack.sockets.left()
    thread, told = said(slack, "are you there?")
    await slack.sockets.acknowledged(await slack.sockets.send("events_api", told))
    await stage.idle()
    assert answers(slack, thread) == ["Again."]


async def test_without_a_signing_secret_nothing_is_taken_by_post(
    stage: Inside, slack: FakeSlack
) -> None:
    from aiohttp import ClientSession

    async with (
        ClientSession() as session,
        session.post(f"{stage.url}/slack/events", json=said(slack, "hello")[1]) as answer,
    ):
        assert answer.status == 404
    assert await stage.rows("SELECT count(*) FROM inbox") == [0]
