"""Staff talk with the bot in Slack: direct messages, mentions, threads, the command, what is shown
while an answer is made, through really signed requests."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, text

from bot.errors import Away
from bot.messages import Colleague
from storage import files, lanes, outbox
from tests.fakes.openai import Call, FakeOpenAI, Hang, Say
from tests.fakes.slack import Drop, FakeSlack, Post, RateLimited, Refuse, User
from tests.fakes.slack.workspace import BOT, BOT_USER
from tests.polling import until
from tests.scenario.desk import STAFF, Desk, desk_settings
from tests.scenario.inside import Inside, inside

NOW = datetime(2027, 5, 20, 18, 0, tzinfo=UTC)
KNOWN = "SELECT count(*) FROM inbox"


@pytest.fixture
def settings(slack: FakeSlack, model: FakeOpenAI) -> dict[str, str]:
    remote = {"OPENAI_API_KEY": "sk-test", "OPENAI_BASE_URL": model.base_url}
    remote |= {"OPENAI_TIMEOUT_SECONDS": "30"}
    return desk_settings(slack) | remote | {"SLACK_ADMIN_USERS": "U0ADA00001,S0ADMINS01"}


@pytest.fixture
async def stage(
    database_url: str, tmp_path: Path, settings: dict[str, str]
) -> AsyncIterator[Inside]:
    async with inside(database_url, tmp_path, NOW, **settings) as s:
        await s.app.agents.warm_up()
        yield s


def asked(model: FakeOpenAI) -> list[str]:
    """What the last question to the model holds of the conversation."""
    return [str(message["content"]) for message in model.requests[-1].messages]


async def test_a_thread_that_began_with_the_bot_goes_on_without_naming_it(
    stage: Inside, desk: Desk, model: FakeOpenAI, sam: str, slack: FakeSlack
) -> None:
    model.script(Say("Hello, Sam."), Say("Still here."))
    thread = await desk.mentions(sam, "hello there")
    await desk.goes_on(sam, "and who are you?", thread)
    assert [post.text for post in desk.answers(thread)] == ["Hello, Sam.", "Still here."]
    assert any("hello there" in line for line in asked(model))
    known = await stage.rows(KNOWN)
    slack.workspace.users["U0EVE00001"] = User("U0EVE00001", "Eve", is_restricted=True)
    await desk.goes_on("U0EVE00001", "what about me?", thread)
    await desk.goes_on(sam, "edited", thread, subtype="message_changed")
    await desk.goes_on(sam, "among us", slack.workspace.new_ts())
    assert await stage.rows(KNOWN) == known
    card = Post(channel=STAFF, ts=slack.workspace.new_ts(), user=BOT_USER, text="A customer")
    slack.workspace.add(card)
    await desk.goes_on(sam, "this one again", card.ts)
    assert await stage.rows(KNOWN) == known


@pytest.mark.parametrize(
    "other",
    [
        {"subtype": "message_changed", "message": {"text": "hi"}},
        {"subtype": "message_deleted", "deleted_ts": "1.2"},
        {"subtype": "channel_join"},
        {"subtype": "bot_message", "bot_id": BOT},
        {"bot_id": BOT, "user": BOT_USER},
    ],
    ids=lambda other: other.get("subtype", "own"),
)
async def test_what_nobody_said_causes_nothing(
    stage: Inside, desk: Desk, sam: str, other: dict[str, Any]
) -> None:
    channel = desk.slack.workspace.direct(sam)
    event = {"type": "message", "channel": channel, "channel_type": "im", "user": sam}
    event |= {"text": "hello", "ts": desk.slack.workspace.new_ts()}
    assert (await desk.event({**event, **other}))[0] == 200
    assert await stage.rows(KNOWN) == [0]


async def test_files_are_said_to_be_unread(
    stage: Inside, desk: Desk, model: FakeOpenAI, sam: str
) -> None:
    model.script(Say("I cannot read files."))
    channel, ts = desk.slack.workspace.direct(sam), desk.slack.workspace.new_ts()
    event = {"type": "message", "subtype": "file_share", "files": [{"id": "F1"}]}
    event |= {"channel": channel, "channel_type": "im", "user": sam, "text": "see this", "ts": ts}
    await desk.event(event)
    await stage.idle()
    unread = "see this (with files, which the assistant does not read)"
    assert any(line.endswith(unread) for line in asked(model))


async def test_the_command_asks_in_direct_messages_and_names_its_agent(
    stage: Inside, desk: Desk, model: FakeOpenAI, sam: str, slack: FakeSlack
) -> None:
    slack.workspace.users["U0ADA00001"] = User("U0ADA00001", "Ada")
    slack.workspace.groups["S0ADMINS01"] = [sam]
    model.script(Say("Nothing is paused."))
    told = await desk.commands("U0ADA00001", "admin what is <paused>?")
    assert "direct messages" in told
    channel = slack.workspace.direct("U0ADA00001")
    [question, answer] = [post for post in slack.posts if post.channel == channel]
    assert question.text == "You asked: admin what is &lt;paused&gt;?"
    assert (answer.text, answer.thread_ts) == ("Nothing is paused.", question.ts)
    assert "Answered by the *admin* agent" in str(answer.blocks)
    assert await desk.commands(sam, "waiting") == "Nobody waits for a person."
    assert "`/hibachi report" in await desk.commands(sam, "help")
    model.script(Say("You may."))  # of the group of admins
    await desk.commands(sam, "admin may I?")
    assert slack.posts[-1].text == "You may."
    slack.workspace.users["U0EVE00001"] = User("U0EVE00001", "Eve")
    assert "guests may not" in await desk.commands("U0EVE00001", "who waits?")
    slack.script(Refuse("internal_error"), method="conversations.open")
    kim = desk.join(User("U0KIM00001", "Kim"))
    stage.app.slack.directory._members = None  # type: ignore[union-attr]
    assert "please try again" in await desk.commands(kim, "who waits?")


async def test_somebody_who_begins_is_offered_what_they_may_ask(
    stage: Inside, desk: Desk, model: FakeOpenAI, sam: str, slack: FakeSlack
) -> None:
    await desk.opens(sam, "messages")
    channel = slack.workspace.direct(sam)
    assert slack.workspace.prompts[channel][-1] == "My to-dos"
    slack.workspace.users["U0EVE00001"] = User("U0EVE00001", "Eve")
    await desk.opens("U0EVE00001", "messages")
    assert list(slack.workspace.prompts) == [channel]
    kim = desk.join(User("U0KIM00001", "Kim"))
    stage.app.slack.directory._members = None  # type: ignore[union-attr]
    begun = {"user_id": kim, "channel_id": slack.workspace.direct(kim), "thread_ts": "1.1"}
    await desk.event({"type": "assistant_thread_started", "assistant_thread": begun})
    await stage.idle()
    assert begun["channel_id"] in slack.workspace.prompts
    assert list(slack.posts) == []
    model.script(Say("June 5 is free."))
    thread = await desk.asks(sam, "is june 5 free?")
    place = f"{channel}:{thread}"
    await until(lambda: _so(slack.workspace.statuses[-1:] == [(place, "")]))
    assert slack.workspace.titles == {place: "is june 5 free?"}
    assert slack.workspace.statuses[0] == (place, "is working on it…")


async def _so(what: bool) -> bool:
    return what


async def test_an_answer_is_shown_while_it_is_made_and_stands_there_once(
    stage: Inside, desk: Desk, model: FakeOpenAI, sam: str, slack: FakeSlack
) -> None:
    stage.app.slack.screens.patience = 0.0  # type: ignore[union-attr]
    whole = "Two leads: [Ann](https://evil.example) and <!channel> Bo."
    model.script(
        (Call("get_capacity", {"day": "2027-06-05"}), Hang("call")),
        (Say("Two leads: "), Hang("words"), Say(whole.removeprefix("Two leads: "))),
    )
    channel, ts = slack.workspace.direct(sam), slack.workspace.new_ts()
    event = {"type": "message", "channel": channel, "channel_type": "im", "user": sam}
    slack.workspace.add(_said(channel, ts, sam))
    await desk.event({**event, "text": "which leads?", "ts": ts})
    slack.script(RateLimited(1), method="chat.appendStream")
    slack.script(RateLimited(1), method="chat.update")
    await model.gates.held(1, "call")
    model.gates.release("call")
    await model.gates.held(1, "words")
    await slack.posts.until(lambda: any(p.streaming and "Two leads" in p.text for p in slack.posts))
    [half] = desk.answers(ts)
    assert "Get capacity: complete" in half.tasks.values()
    model.gates.release("words")
    await stage.idle()
    [answer] = desk.answers(ts)
    assert (answer.ts, answer.streaming) == (half.ts, False)
    assert answer.metadata is not None
    assert answer.blocks[0]["text"] == (
        "Two leads: [Ann] (https://evil.example) and &lt;!channel> Bo."
    )
    assert await desk.rates(sam, answer, "negative") == 200
    assert await stage.rows("SELECT rating FROM ai_messages WHERE rating IS NOT NULL") == [-1]


def _said(channel: str, ts: str, user: str) -> Post:
    return Post(channel=channel, ts=ts, user=user, text="which leads?")


async def test_an_answer_is_shown_in_a_channel_to_whoever_asked(
    stage: Inside, desk: Desk, model: FakeOpenAI, sam: str, slack: FakeSlack
) -> None:
    stage.app.slack.screens.patience = 0.0  # type: ignore[union-attr]
    model.script((Say("Six "), Hang("words"), Say("leads.")))
    asks = asyncio.create_task(desk.mentions(sam, "which leads?"))
    await slack.posts.until(lambda: any(p.streaming and p.text == "Six " for p in slack.posts))
    model.gates.release("words")
    [answer] = desk.answers(await asks)
    assert (answer.text, answer.channel, answer.streaming) == ("Six leads.", STAFF, False)
    assert slack.workspace.titles == {}


async def test_where_streaming_is_refused_the_answer_is_posted(
    stage: Inside, desk: Desk, model: FakeOpenAI, sam: str, slack: FakeSlack
) -> None:
    stage.app.slack.screens.patience = 0.0  # type: ignore[union-attr]
    slack.script(Refuse("method_not_supported"), method="chat.startStream", times=9)
    model.script((Say("One "), Hang("words"), Say("lead.")))
    channel, ts = slack.workspace.direct(sam), slack.workspace.new_ts()
    slack.workspace.add(_said(channel, ts, sam))
    event = {"type": "message", "channel": channel, "channel_type": "im", "user": sam}
    await desk.event({**event, "text": "which leads?", "ts": ts})
    await model.gates.held(1, "words")

    async def refused() -> bool:
        return slack.calls["chat.startStream"] > 0

    await until(refused)
    model.gates.release("words")
    await stage.idle()
    assert [post.text for post in desk.answers(ts)] == ["One lead."]


@pytest.mark.parametrize("known", [True, False], ids=["known", "not known"])
async def test_a_half_answer_of_a_process_that_stopped_is_finished_by_the_next(
    database_url: str,
    tmp_path: Path,
    settings: dict[str, str],
    model: FakeOpenAI,
    slack: FakeSlack,
    known: bool,
) -> None:
    sam = "U0SAM00001"
    slack.workspace.users[sam] = User(sam, "Sam")
    slack.workspace.channels[STAFF].members.append(sam)
    channel, ts = slack.workspace.direct(sam), slack.workspace.new_ts()
    # What a command's thread begins with is ours too, and is left as it is.
    slack.workspace.add(_said(channel, ts, sam if known else BOT_USER))
    async with inside(database_url, tmp_path, NOW, **settings) as stage:
        await stage.app.agents.warm_up()
        stage.app.slack.screens.patience = 0.0  # type: ignore[union-attr]
        model.script((Say("Half of "), Hang("words"), Say("it.")))
        event = {"type": "message", "channel": channel, "channel_type": "im", "user": sam}
        await Desk(slack, stage).event({**event, "text": "which leads?", "ts": ts})
        await stage.until("SELECT place IS NULL FROM streams", [False])
        if not known:
            await stage.app.database.write(_forget_places)
    model.gates.release("words")
    model.script(Say("All of it."))
    async with inside(database_url, tmp_path, NOW + timedelta(seconds=20), **settings) as stage:
        await stage.idle()
        [answer] = Desk(slack, stage).answers(ts)
        assert (answer.text, answer.streaming) == ("All of it.", False)


def _forget_places(tx: Connection) -> None:
    """A process died between Slack's answer and its writing it down."""
    tx.execute(text("UPDATE streams SET place = NULL"))


async def test_long_answers_are_files_and_tables_are_tables(
    stage: Inside, desk: Desk, model: FakeOpenAI, sam: str, slack: FakeSlack
) -> None:
    table = "| Day | Guests |\n|---|---|\n| June 5 | **40** |\n| June 6 | 25 |"
    model.script(Say(f"The week:\n\n{table}\n\nThat is all."))
    thread = await desk.asks(sam, "the week?")
    [answer] = desk.answers(thread)
    kinds = [block["type"] for block in answer.blocks]
    assert kinds == ["markdown", "table", "markdown", "context", "context_actions"]
    rows: Any = answer.blocks[1]["rows"]
    assert [cell["text"] for cell in rows[1]] == ["June 5", "40"]
    long = "A sentence of the long answer. " * 200
    model.script(Say(long))
    thread = await desk.asks(sam, "everything?")
    file, head = desk.answers(thread)
    assert f"The whole answer is in the file {file.files[0]['name']}" in head.text
    content = slack.workspace.files[file.files[0]["id"]].content
    assert content is not None
    assert content.decode().strip() == long.strip()


async def test_a_proposal_is_changed_in_a_form_that_says_what_is_wrong(
    stage: Inside, desk: Desk, model: FakeOpenAI, sam: str, slack: FakeSlack
) -> None:
    arguments = {"first": "2027-06-05", "reason": "a wedding of our own"}
    model.script(Call("block_dates", arguments), Say("It waits for a yes."))
    thread = await desk.mentions(sam, "block june 5")
    card = desk.answers(thread)[0]
    assert await desk.clicks(sam, card, "edit") == 200
    answer = await desk.fills(sam, {"first": " "})
    assert list(answer["errors"]) == ["first"]
    assert await desk.fills(sam, {"first": "2027-06-12"}) is None
    assert "June 12" in str(card.blocks)
    await desk.clicks(sam, card, "approve")
    assert await stage.rows("SELECT count(*) FROM days WHERE blocked") == [1]
    slack.script(Refuse("expired_trigger_id"), method="views.open")
    model.script(Call("block_dates", {"first": "2027-06-19", "reason": "rest"}), Say("Card."))
    thread = await desk.mentions(sam, "block june 19")
    assert await desk.clicks(sam, desk.answers(thread)[0], "edit") == 200
    assert "could not be opened in time" in desk.told(sam)[-1]


async def test_a_click_may_bring_a_large_message_along(desk: Desk, sam: str) -> None:
    payload: dict[str, Any] = {"type": "block_actions", "user": {"id": sam}}
    payload |= {"trigger_id": "1.2", "message": "x" * 300_000}
    payload |= {"actions": [{"type": "button", "action_id": "none"}]}
    assert await desk.form(payload=json.dumps(payload)) == (200, None)
    assert (await desk.form(payload="{"))[0] == 400


async def test_slack_down_for_ten_minutes_loses_no_answer(
    stage: Inside, desk: Desk, model: FakeOpenAI, sam: str, slack: FakeSlack
) -> None:
    stage.app.slack.directory._people.clear()  # type: ignore[union-attr]
    model.script(Say("Warm."), Say("I was here."))
    await desk.asks(sam, "are you there?")
    channel, ts = slack.workspace.direct(sam), slack.workspace.new_ts()
    slack.workspace.add(_said(channel, ts, sam))
    event = {"type": "message", "channel": channel, "channel_type": "im", "user": sam}
    await slack.__aexit__(None, None, None)
    await desk.event({**event, "text": "which leads?", "ts": ts})
    unsent = "SELECT attempts FROM outbox WHERE channel = 'slack' AND status = 'pending'"
    for minute in range(1, 11):
        await stage.until(unsent, [minute])
        stage.set_now(NOW + timedelta(minutes=minute))
        stage.app.bells.outbox.ring()
    await slack.__aenter__()
    stage.set_now(NOW + timedelta(minutes=12))
    await stage.idle()
    assert [post.text for post in desk.answers(ts)] == ["I was here."]


async def test_a_bot_that_is_invited_later_answers_then(
    stage: Inside, desk: Desk, model: FakeOpenAI, sam: str, slack: FakeSlack
) -> None:
    model.script(Say("I was here."))
    channel, ts = slack.workspace.direct(sam), slack.workspace.new_ts()
    slack.workspace.add(_said(channel, ts, sam))
    slack.script(Refuse("not_in_channel"), method="chat.postMessage")
    event = {"type": "message", "channel": channel, "channel_type": "im", "user": sam}
    await desk.event({**event, "text": "which leads?", "ts": ts})
    row = "SELECT status || attempts FROM outbox WHERE channel = 'slack' AND kind = 'reply'"
    await stage.until(row, ["pending1"])
    stage.set_now(NOW + timedelta(minutes=1))
    await stage.idle()
    assert [post.text for post in desk.answers(ts)] == ["I was here."]


async def test_the_agent_that_was_asked_answers_though_slack_was_away_at_first(
    stage: Inside,
    desk: Desk,
    model: FakeOpenAI,
    slack: FakeSlack,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    slack.workspace.users["U0ADA00001"] = User("U0ADA00001", "Ada")
    slack.workspace.groups["S0ADMINS01"] = ["U0ADA00001"]
    directory = stage.app.slack.directory  # type: ignore[union-attr]
    find, asked_for = directory.find, []

    async def away_at_first(user: str) -> Colleague | None:
        asked_for.append(user)
        if len(asked_for) == 2:  # the command asks too, before the turn does
            raise Away("Slack", after=0.1)
        return await find(user)

    monkeypatch.setattr(directory, "find", away_at_first)
    model.script(Say("Nothing is paused."))
    await desk.commands("U0ADA00001", "admin what is stopped?")
    await stage.idle()
    assert len(asked_for) == 3
    assert "Answered by the *admin* agent" in str(slack.posts[-1].blocks)


async def test_an_answer_that_the_model_gives_in_markup_calls_nobody(
    stage: Inside, desk: Desk, model: FakeOpenAI, sam: str
) -> None:
    model.script(Say("<!here> see <https://evil.example|our menu>, `a < b`"))
    [answer] = desk.answers(await desk.asks(sam, "quote the customer"))
    shown = f"{answer.text} {answer.blocks[0]['text']}"
    assert "<!" not in shown
    assert "<http" not in shown


async def test_files_of_the_house_go_out_once_though_slack_falters(
    stage: Inside, desk: Desk, sam: str, slack: FakeSlack
) -> None:
    slack.script(Drop(), method="files.completeUploadExternal")
    channel = slack.workspace.direct(sam)
    await stage.app.database.write(_with_file, channel)
    await stage.idle()
    files = [file["name"] for post in slack.posts for file in post.files]
    assert len(files) == 1
    assert files[0].startswith("june-")
    [content] = [file.content for file in slack.workspace.files.values() if file.content]
    assert content == b"day,guests\n"


def _with_file(tx: Connection, channel: str) -> None:
    file = files.add(
        tx,
        name="june.csv",
        content_type="text/csv",
        content=b"day,guests\n",
        conversation_id=None,
        now=NOW,
    )
    place = {"channel": "slack", "address": channel, "ours": ""}
    lane = lanes.ensure(tx, "slack", channel, "", NOW)
    outbox.put(
        tx,
        lane_id=lane,
        **place,
        kind="file",
        body="june.csv",
        payload={"file": file},
        created_at=NOW,
    )
