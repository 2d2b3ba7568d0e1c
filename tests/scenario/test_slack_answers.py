"""How answers stand in Slack: shown while they are made, as text, tables and files, and once."""

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, text

from storage import files, lanes, outbox
from tests.fakes.openai import Call, FakeOpenAI, Hang, Say
from tests.fakes.slack import Drop, FakeSlack, RateLimited, Refuse, User
from tests.fakes.slack.workspace import BOT_USER
from tests.polling import until
from tests.scenario.desk import STAFF, Desk
from tests.scenario.inside import NOW, Inside, inside


@pytest.fixture
def settings(staffed: dict[str, str]) -> dict[str, str]:
    return staffed | {"OPENAI_TIMEOUT_SECONDS": "30"}


async def test_an_answer_is_shown_while_it_is_made_and_stands_there_once(
    stage: Inside, desk: Desk, model: FakeOpenAI, sam: str, slack: FakeSlack
) -> None:
    stage.app.slack.screens.patience = 0.0  # type: ignore[union-attr]
    whole = "Here you go. [Ann](https://evil.example) and <!channel> Bo."
    model.script(
        (Call("get_capacity", {"day": "2027-06-05"}), Hang("call")),
        (Say("Here you go. "), Hang("words"), Say(whole.removeprefix("Here you go. "))),
    )
    ts = await desk.begins(sam, "which leads?")
    slack.script(RateLimited(1), method="chat.appendStream")
    slack.script(RateLimited(1), method="chat.update")
    await model.gates.held(1, "call")
    model.gates.release("call")
    await model.gates.held(1, "words")
    await slack.posts.until(lambda: any(p.streaming and "Here you" in p.text for p in slack.posts))
    [half] = desk.answers(ts)
    assert "Get capacity: complete" in half.tasks.values()
    model.gates.release("words")
    await stage.idle()
    [answer] = desk.answers(ts)
    assert (answer.ts, answer.streaming) == (half.ts, False)
    assert answer.metadata is not None
    assert answer.blocks[0]["text"] == (
        "Here you go. [Ann] (https://evil.example) and &lt;!channel> Bo."
    )
    assert await desk.rates(sam, answer, "negative") == 200
    assert await stage.rows("SELECT rating FROM ai_messages WHERE rating IS NOT NULL") == [-1]


async def test_an_answer_is_shown_in_a_channel_to_whoever_asked(
    stage: Inside, desk: Desk, model: FakeOpenAI, sam: str, slack: FakeSlack
) -> None:
    stage.app.slack.screens.patience = 0.0  # type: ignore[union-attr]
    model.script((Say("Here you go. "), Hang("words"), Say("All of it.")))
    asks = asyncio.create_task(desk.mentions(sam, "which leads?"))
    await slack.posts.until(lambda: any(p.streaming and "Here" in p.text for p in slack.posts))
    model.gates.release("words")
    [answer] = desk.answers(await asks)
    assert (answer.text, answer.channel, answer.streaming) == (
        "Here you go. All of it.",
        STAFF,
        False,
    )
    assert slack.workspace.titles == {}


async def test_where_streaming_is_refused_the_answer_is_posted(
    stage: Inside, desk: Desk, model: FakeOpenAI, sam: str, slack: FakeSlack
) -> None:
    stage.app.slack.screens.patience = 0.0  # type: ignore[union-attr]
    slack.script(Refuse("method_not_supported"), method="chat.startStream", times=9)
    model.script((Say("One "), Hang("words"), Say("lead.")))
    ts = await desk.begins(sam, "which leads?")
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
    async with inside(database_url, tmp_path, NOW, **settings) as stage:
        await stage.app.agents.warm_up()
        stage.app.slack.screens.patience = 0.0  # type: ignore[union-attr]
        model.script((Say("Here you go. "), Hang("words"), Say("All of it.")))
        # What a command's thread begins with is ours too, and is left as it is.
        shown_of = sam if known else BOT_USER
        ts = await Desk(slack, stage).begins(sam, "which leads?", shown_of=shown_of)
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
