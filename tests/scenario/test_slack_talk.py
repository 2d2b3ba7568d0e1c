"""Staff talk with the bot in Slack: direct messages, mentions, threads, the command, through really
signed requests."""

import json
from datetime import timedelta
from typing import Any

import pytest

from bot.errors import Away
from bot.messages import Colleague
from tests.fakes.openai import Call, FakeOpenAI, Say
from tests.fakes.slack import FakeSlack, Post, Refuse, User
from tests.fakes.slack.workspace import BOT, BOT_USER
from tests.polling import until
from tests.scenario.desk import STAFF, Desk
from tests.scenario.inside import NOW, Inside

KNOWN = "SELECT count(*) FROM inbox"


@pytest.fixture
def settings(staffed: dict[str, str]) -> dict[str, str]:
    return staffed | {"SLACK_ADMIN_USERS": "U0ADA00001,S0ADMINS01"}


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
    model.script(Call("get_capacity", {"day": "june 5"}), Say("June 5 is free."))
    thread = await desk.asks(sam, "is june 5 free?")
    place = f"{channel}:{thread}"
    await until(lambda: _so(slack.workspace.statuses[-1:] == [(place, "")]))
    assert slack.workspace.titles == {place: "is june 5 free?"}
    assert slack.workspace.statuses[0] == (place, "is working on it…")


async def _so(what: bool) -> bool:
    return what


async def test_a_proposal_is_changed_in_a_form_that_says_what_is_wrong(
    stage: Inside, desk: Desk, model: FakeOpenAI, sam: str, slack: FakeSlack
) -> None:
    arguments = {"first": "2027-06-05", "reason": "a wedding of our own"}
    model.script(Call("block_dates", arguments), Say("It waits for a yes."))
    thread = await desk.mentions(sam, "block june 5")
    card = desk.proposal(thread)
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
    assert await desk.clicks(sam, desk.proposal(thread), "edit") == 200
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
    await slack.__aexit__(None, None, None)
    ts = await desk.begins(sam, "which leads?")
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
    slack.script(Refuse("not_in_channel"), method="chat.postMessage")
    ts = await desk.begins(sam, "which leads?")
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
