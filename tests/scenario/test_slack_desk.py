"""Staff take over from Slack: through really signed requests, and a Slack that checks its side."""

import json
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.slack import Drop, FakeSlack, Unavailable, User
from tests.scenario.desk import NOT_SAID, STAFF, Desk, desk_settings
from tests.scenario.inside import Inside, inside
from tests.scenario.web import Visitor

ANN = "+14155550101"
NOW = datetime(2027, 5, 20, 18, 0, tzinfo=UTC)
PERSON = "can I talk to a person please"
PNG = b"\x89PNG\r\n\x1a\n"
HELD = "SELECT claimed_name FROM ai_conversations"


@pytest.fixture
async def stage(database_url: str, tmp_path: Path, slack: FakeSlack) -> AsyncIterator[Inside]:
    async with inside(database_url, tmp_path, NOW, **desk_settings(slack)) as stage:
        yield stage


async def test_a_texting_customer_is_answered_from_the_thread(
    stage: Inside, desk: Desk, sam: str
) -> None:
    await stage.talk(ANN, PERSON)
    card = await desk.card()
    assert await desk.clicks(sam, card, "claim") == 200
    assert "*Sam* has this conversation." in str(card.blocks)
    [context] = desk.thread(card)
    assert context.startswith("Sam took over.")
    assert f"Customer: {PERSON}" in context
    said = stage.said_to(ANN)
    picture = (stage.twilio.add_media(PNG, "image/png"), "image/png")
    await stage.text(ANN, "do you have <vegan> & halal?", media=[picture])
    await stage.idle()
    assert desk.thread(card)[1:] == ["Customer: [1 picture] do you have &lt;vegan&gt; &amp; halal?"]
    await desk.says(sam, card.ts, ">> Yes & yes, <24h> notice")
    assert stage.said_to(ANN)[len(said) :] == ["Sam from MyHibachi: Yes & yes, <24h> notice"]
    assert desk.thread(card)[2:] == ["✓ Sent by text."]
    assert await desk.clicks(sam, card, "give_back") == 200
    assert await stage.rows(HELD) == [None]
    assert "has this conversation" not in str(card.blocks)
    assert desk.thread(card)[3:] == ["Sam gave the conversation back to the assistant."]


async def test_a_visitor_of_the_website_is_answered_by_the_form(
    stage: Inside, desk: Desk, sam: str
) -> None:
    async with Visitor(stage) as visitor:
        await visitor.says(PERSON)
        card = await desk.card()
        await desk.clicks(sam, card, "claim")
        answer = await visitor.says("are you there?")
        assert (answer["response"], answer["handoff"]) == (None, True)
        await stage.idle()
        assert desk.thread(card)[-1] == "Customer: are you there?"
        assert await desk.sends(sam, card, "I am. Sam here.", times=2) is None
        page = await visitor.history()
        spoken = [m["content"] for m in page["messages"] if m["author"] == "staff"]
        assert spoken == ["I am. Sam here."]
        assert page["staff_name"] == "Sam"
        assert desk.thread(card)[-1] == "✓ Sam, on the website: I am. Sam here."


async def test_talk_among_staff_stays_there(stage: Inside, desk: Desk, sam: str) -> None:
    await stage.talk(ANN, PERSON)
    card = await desk.card()
    await desk.clicks(sam, card, "claim")
    said, known = stage.said_to(ANN), await stage.rows("SELECT count(*) FROM inbox")
    for words in ("this one again", "> she said", ">>> quoted", "see >> there", "!sendoff", ">>"):
        await desk.says(sam, card.ts, words)
    await desk.says(sam, card.ts, ">> to nobody", thread_ts=None)
    assert stage.said_to(ANN) == said
    assert await stage.rows("SELECT count(*) FROM inbox") == known
    await desk.says(sam, card.ts, "!send To you")
    await desk.says(sam, card.ts, ">> And to all", subtype="thread_broadcast")
    assert stage.said_to(ANN)[len(said) :] == ["Sam from MyHibachi: To you", "And to all"]


@pytest.mark.parametrize("other", NOT_SAID, ids=lambda other: other.get("subtype", "bot"))
async def test_edits_joins_and_bots_cause_nothing(
    stage: Inside, desk: Desk, sam: str, other: dict[str, Any]
) -> None:
    await stage.talk(ANN, PERSON)
    card = await desk.card()
    said, posts = stage.said_to(ANN), len(desk.slack.posts)
    await desk.says(sam, card.ts, ">> hello", **other)
    assert stage.said_to(ANN) == said
    assert len(desk.slack.posts) == posts
    assert desk.told(sam) == []
    assert await stage.rows(HELD) == [None]


async def test_an_event_that_comes_again_does_nothing_twice(
    stage: Inside, desk: Desk, sam: str
) -> None:
    await stage.talk(ANN, PERSON)
    card, said = await desk.card(), len(stage.said_to(ANN))
    # Once as it is told again, and once more where the channel shows the line too.
    again: dict[str, Any] = {"ts": desk.slack.workspace.new_ts()}
    for more in ({}, {}, {"subtype": "thread_broadcast"}):
        await desk.says(sam, card.ts, ">> Sam here.", "Ev0AGAIN01", **again, **more)
    await desk.says(sam, card.ts, ">> Sam here.", **again, subtype="thread_broadcast")
    assert stage.said_to(ANN)[said:] == ["Sam here."]
    assert desk.thread(card).count("✓ Sent by text.") == 1


async def test_a_retry_whose_first_try_died_is_carried_out(
    stage: Inside, desk: Desk, sam: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await stage.talk(ANN, PERSON)
    card, said = await desk.card(), len(stage.said_to(ANN))
    accept = stage.app.inbox.accept

    async def dies(_: object) -> None:
        raise OSError("the disk is full")

    event = {"type": "message", "channel": STAFF, "user": sam, "text": "&gt;&gt; Sam here."}
    event |= {"ts": "1800000000.000001", "thread_ts": card.ts}
    monkeypatch.setattr(stage.app.inbox, "accept", dies)
    assert (await desk.event(event, "Ev0RETRY01"))[0] == 500
    monkeypatch.setattr(stage.app.inbox, "accept", accept)
    retry = {"x-slack-retry-num": "1", "x-slack-retry-reason": "http_error"}
    assert (await desk.event(event, "Ev0RETRY01", **retry))[0] == 200
    await stage.idle()
    assert stage.said_to(ANN)[said:] == ["Sam here."]


async def test_one_has_it_and_another_may_take_it_knowingly(
    stage: Inside, desk: Desk, sam: str, kim: str
) -> None:
    await stage.talk(ANN, PERSON)
    card, said = await desk.card(), len(stage.said_to(ANN))
    await desk.clicks(sam, card, "claim")
    await desk.clicks(kim, card, "claim")
    await desk.says(kim, card.ts, ">> Kim here.")
    assert desk.told(kim) == [
        "Sam has this conversation.",
        "Sam has this conversation. Nothing was sent.",
    ]
    assert stage.said_to(ANN)[said:] == []
    await desk.clicks(kim, desk.slack.workspace.whispers[-1], "take")
    assert await stage.rows(HELD) == ["Kim"]
    assert "*Kim* has this conversation." in str(card.blocks)
    await desk.says(kim, card.ts, ">> Kim here.")
    assert stage.said_to(ANN)[said:] == ["Kim here."]


@pytest.mark.parametrize(
    "stranger",
    [
        User("U0GUEST001", "Gus", is_restricted=True),
        User("U0OTHER001", "Olga", team="T0OTHER001"),
        User("U0ROBOT001", "Robot", is_bot=True),
        User("U0GONE0001", "Gone", deleted=True),
    ],
    ids=lambda user: user.name,
)
async def test_who_is_no_member_of_the_staff_is_refused(
    stage: Inside, desk: Desk, sam: str, stranger: User
) -> None:
    user = desk.join(stranger)
    await stage.talk(ANN, PERSON)
    card, said = await desk.card(), stage.said_to(ANN)
    await desk.clicks(user, card, "claim")
    await desk.says(user, card.ts, ">> hello")
    await desk.sends_unseen(user, card, "hello")
    assert len(desk.told(user)) == 3
    assert all("guests may not" in told for told in desk.told(user))
    assert await stage.rows(HELD) == [None]
    assert stage.said_to(ANN) == said
    _, answer = await desk.form(command="/hibachi", text="", user_id=user)
    assert "guests may not" in answer["text"]


async def test_somebody_outside_the_channel_is_no_staff_unless_an_admin(
    database_url: str, tmp_path: Path, slack: FakeSlack
) -> None:
    slack.workspace.users |= {u: User(u, u) for u in ("U0BOSS0001", "U0OUT00001")}
    settings = desk_settings(slack) | {"SLACK_ADMIN_USERS": "U0BOSS0001"}
    async with inside(database_url, tmp_path, NOW, **settings) as stage:
        desk = Desk(slack, stage)
        await stage.talk(ANN, PERSON)
        card = await desk.card()
        slack.workspace.channels[STAFF].members.append("U0OUT00001")
        await desk.clicks("U0OUT00001", card, "claim")
        assert await stage.rows(HELD) == ["U0OUT00001"]
        _, answer = await desk.form(command="/hibachi", text="", user_id="U0BOSS0001")
        assert answer["text"] == "A customer: U0OUT00001 has the conversation"
        _, answer = await desk.form(command="/hibachi", text="", user_id="U0NOBODY01")
        assert "guests may not" in answer["text"]


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Slack-Signature": "v0=" + "0" * 64},
        {"X-Slack-Signature": ""},
        {"X-Slack-Request-Timestamp": "soon"},
        {"X-Slack-Request-Timestamp": str(int(time.time()) - 301)},
    ],
    ids=["forged", "unsigned", "no number", "old"],
)
async def test_what_is_not_slacks_is_refused_and_not_kept(
    stage: Inside, desk: Desk, headers: dict[str, str]
) -> None:
    event = {"type": "message", "channel": STAFF, "user": "U1", "text": "&gt;&gt; hi"}
    event |= {"ts": "1.2", "thread_ts": "1.1"}
    assert (await desk.event(event, **headers))[0] == 403
    assert await stage.rows("SELECT count(*) FROM inbox") == [0]


async def test_an_old_request_is_refused_though_it_is_signed(stage: Inside, desk: Desk) -> None:
    from slack_sdk.signature import SignatureVerifier

    from tests.scenario.desk import SECRET

    old, body = str(int(time.time()) - 310), json.dumps({"type": "url_verification"})
    signature = SignatureVerifier(SECRET).generate_signature(timestamp=old, body=body)
    headers = {"X-Slack-Request-Timestamp": old, "X-Slack-Signature": str(signature)}
    assert (await desk.post(body, "application/json", headers))[0] == 403


async def test_slack_makes_sure_of_the_address(desk: Desk) -> None:
    asked = json.dumps({"type": "url_verification", "challenge": "3eZbrw1a"})
    assert await desk.post(asked, "application/json") == (200, {"challenge": "3eZbrw1a"})
    assert (await desk.post("{", "application/json"))[0] == 400


async def test_who_opted_out_is_not_written_to_and_staff_hear_it(
    stage: Inside, desk: Desk, sam: str
) -> None:
    await stage.talk(ANN, PERSON)
    card = await desk.card()
    await stage.text(ANN, "STOP")
    await stage.idle()
    said = stage.said_to(ANN)
    await desk.says(sam, card.ts, ">> wait")
    assert stage.said_to(ANN) == said
    assert desk.told(sam) == ["Sorry, (415) 555-0101 opted out of texts: call them."]
    assert await stage.rows(HELD) == [None]


async def test_what_cannot_be_sent_is_said(stage: Inside, desk: Desk, sam: str) -> None:
    await stage.talk(ANN, PERSON)
    card, said = await desk.card(), stage.said_to(ANN)
    await desk.says(sam, card.ts, ">> look", subtype="file_share", files=[{"id": "F1"}])
    await desk.says(sam, "1700000000.000001", ">> hello")
    assert stage.said_to(ANN) == said
    files, unknown = desk.told(sam)
    assert "Files do not reach the customer" in files
    assert "this thread belongs to no customer" in unknown
    await desk.clicks(sam, card, "claim")
    errors = (await desk.sends(sam, card, "  "))["errors"]
    assert errors == {"words": "Write something to send."}


async def test_what_was_said_can_be_looked_at_without_taking_over(
    stage: Inside, desk: Desk, sam: str
) -> None:
    await stage.talk(ANN, PERSON)
    card = await desk.card()
    await desk.clicks(sam, card, "open")
    [context] = desk.thread(card)
    assert f"Customer: {PERSON}" in context
    assert "Assistant: " in context
    assert await stage.rows(HELD) == [None]
    await desk.clicks(sam, card, "open")
    assert len(desk.thread(card)) == 1
    assert desk.told(sam) == ["Everything that was said stands in the thread already."]


async def test_a_conversation_has_one_thread(stage: Inside, desk: Desk, sam: str) -> None:
    await stage.talk(ANN, PERSON, "june 12 for 40 people in pasadena, i am ann lee", "yes")
    card = await desk.card()
    lead = next(post for post in desk.slack.posts if "New inquiry" in str(post.blocks))
    assert (lead.thread_ts, lead.reply_broadcast) == (card.ts, True)
    await desk.clicks(sam, lead, "claim")
    assert "*Sam* has this conversation." in str(card.blocks)


async def test_whoever_falls_silent_has_given_it_back(stage: Inside, desk: Desk, sam: str) -> None:
    await stage.talk(ANN, PERSON)
    card = await desk.card()
    await desk.clicks(sam, card, "claim")
    for minutes in (26, 32):  # announced first
        stage.set_now(NOW + timedelta(minutes=minutes))
        assert await stage.rows(HELD) == ["Sam"]
        await stage.tick()
    assert await stage.rows(HELD) == [None]
    assert "has this conversation" not in str(card.blocks)


async def test_staff_are_reminded_once_of_a_customer_whom_nobody_took_up(
    stage: Inside, desk: Desk
) -> None:
    await stage.talk(ANN, PERSON)
    card = await desk.card()
    for minutes in (4, 6, 20):
        stage.set_now(NOW + timedelta(minutes=minutes))
        await stage.tick()
        reminders = [text for text in desk.thread(card) if "still waits" in text]
        assert len(reminders) == (minutes > 5)


async def test_nobody_is_reminded_of_a_customer_who_was_taken_up(
    stage: Inside, desk: Desk, sam: str
) -> None:
    await stage.talk(ANN, PERSON)
    card = await desk.card()
    await desk.clicks(sam, card, "claim")
    await desk.clicks(sam, card, "give_back")
    stage.set_now(NOW + timedelta(minutes=6))
    await stage.tick()
    assert not any("still waits" in text for text in desk.thread(card))


async def test_the_reminder_waits_for_the_staffs_hours(stage: Inside, desk: Desk) -> None:
    night = datetime(2027, 5, 20, 9, 0, tzinfo=UTC)  # 2 am in Los Angeles
    stage.set_now(night)
    await stage.talk(ANN, PERSON)
    card = await desk.card()
    stage.set_now(night + timedelta(minutes=6))
    await stage.tick()
    assert desk.thread(card) == []
    stage.set_now(night + timedelta(hours=10))
    await stage.tick()
    assert len([text for text in desk.thread(card) if "still waits" in text]) == 1


async def test_slack_down_for_ten_minutes_loses_nothing(
    stage: Inside, desk: Desk, sam: str
) -> None:
    await stage.talk(ANN, PERSON)
    card = await desk.card()
    await desk.clicks(sam, card, "claim")
    before = desk.thread(card)
    await desk.slack.__aexit__(None, None, None)
    await stage.text(ANN, "hello?")
    unsent = "SELECT max(attempts) FROM outbox WHERE channel = 'slack' AND status = 'pending'"
    for minute in range(1, 11):
        await stage.until(unsent, [minute])
        stage.set_now(NOW + timedelta(minutes=minute))
        stage.app.bells.outbox.ring()
    await desk.slack.__aenter__()
    stage.set_now(NOW + timedelta(minutes=12))
    await stage.idle()
    assert desk.thread(card)[len(before) :] == ["Customer: hello?"]


async def test_what_staff_write_while_slack_does_not_answer_is_sent_later(
    stage: Inside, desk: Desk, sam: str
) -> None:
    await stage.talk(ANN, PERSON)
    card, said = await desk.card(), len(stage.said_to(ANN))
    desk.slack.script(Unavailable(), method="conversations.members")
    await desk.says(sam, card.ts, ">> Sam here.")
    assert stage.said_to(ANN)[said:] == ["Sam here."]


async def test_a_line_whose_answer_was_lost_is_in_the_thread_once(
    stage: Inside, desk: Desk, sam: str
) -> None:
    await stage.talk(ANN, PERSON)
    card = await desk.card()
    await desk.clicks(sam, card, "claim")
    desk.slack.script(Drop())
    await stage.text(ANN, "hello?")
    await stage.idle()
    assert desk.thread(card).count("Customer: hello?") == 1
    assert await stage.rows("SELECT DISTINCT status FROM outbox WHERE channel = 'slack'") == [
        "sent"
    ]


async def test_an_inquiry_is_a_card_to_take_over_from_too(
    stage: Inside, desk: Desk, sam: str
) -> None:
    await stage.talk(ANN, "june 12 for 40 people in pasadena, i am ann lee", "yes that's right")
    card = await desk.card("New inquiry")
    await desk.clicks(sam, card, "claim")
    assert "Pasadena" in str(card.blocks)
    assert "*Sam* has this conversation." in str(card.blocks)
    assert desk.thread(card)[0].startswith("Sam took over.")


async def test_a_card_of_long_ago_is_of_what_the_customer_says_now(
    stage: Inside, desk: Desk, sam: str
) -> None:
    await stage.talk(ANN, PERSON)
    card = await desk.card()
    stage.set_now(NOW + timedelta(hours=25))
    await stage.tick()
    await stage.talk(ANN, "hello again")
    assert await stage.rows("SELECT count(*) FROM ai_conversations") == [2]
    await desk.clicks(sam, card, "claim")
    assert await stage.rows(f"{HELD} ORDER BY id") == [None, "Sam"]
    assert "Customer: hello again" in desk.thread(card)[-1]
    await desk.says(sam, card.ts, ">> Hello!")
    assert stage.said_to(ANN)[-1] == "Sam from MyHibachi: Hello!"
    assert "*Sam* has this conversation." in str(card.blocks)
