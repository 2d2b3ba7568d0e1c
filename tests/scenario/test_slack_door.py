"""Who and what is let in from Slack: members of the staff, signed, and once."""

import json
import time
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.slack import FakeSlack, User
from tests.scenario.desk import NOT_SAID, STAFF, Desk, desk_settings
from tests.scenario.inside import NOW, Inside, inside

ANN = "+14155550101"
PERSON = "can I talk to a person please"
HELD = "SELECT claimed_name FROM ai_conversations"


@pytest.fixture
def settings(slack: FakeSlack) -> dict[str, str]:
    return desk_settings(slack)


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

    from tests.scenario.slack_requests import SECRET

    old, body = str(int(time.time()) - 310), json.dumps({"type": "url_verification"})
    signature = SignatureVerifier(SECRET).generate_signature(timestamp=old, body=body)
    headers = {"X-Slack-Request-Timestamp": old, "X-Slack-Signature": str(signature)}
    assert (await desk.post(body, "application/json", headers))[0] == 403


async def test_slack_makes_sure_of_the_address(desk: Desk) -> None:
    asked = json.dumps({"type": "url_verification", "challenge": "3eZbrw1a"})
    assert await desk.post(asked, "application/json") == (200, {"challenge": "3eZbrw1a"})
    assert (await desk.post("{", "application/json"))[0] == 400
