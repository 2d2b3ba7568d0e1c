"""Staff are told: in Slack, else by text, else on the console; once, whatever happens."""

from pathlib import Path

import pytest

from tests.fakes.slack import Drop, FakeSlack, RateLimited
from tests.scenario.inside import NOW, Inside, inside
from tests.scenario.stage import OWNER

ANN = "+14155550101"
BOOKED = ("june 12 for 40 people in pasadena, i am ann lee", "yes that's right")


@pytest.fixture
def settings(slack: FakeSlack) -> dict[str, str]:
    return {
        "SLACK_BOT_TOKEN": slack.workspace.token,
        "SLACK_STAFF_CHANNEL": next(iter(slack.workspace.channels)),
        "SLACK_API_URL": slack.base_url,
    }


async def test_a_lead_is_a_card_in_slack_with_a_phone_to_tap(
    stage: Inside, slack: FakeSlack
) -> None:
    await stage.talk(ANN, *BOOKED)
    [post] = await slack.posts.at_least(1)
    shown = str(post.blocks)
    assert "New inquiry" in shown
    assert f"<tel:{ANN}|" in shown
    assert "Pasadena" in shown
    assert stage.said_to(OWNER) == []


async def test_a_card_whose_answer_was_lost_is_not_posted_twice(
    stage: Inside, slack: FakeSlack
) -> None:
    slack.script(Drop(), method="chat.postMessage")
    await stage.talk(ANN, *BOOKED)
    await stage.idle()
    assert len(slack.posts) == 1
    assert await stage.rows("SELECT status FROM outbox WHERE channel = 'slack'") == ["sent"]


async def test_a_card_waits_as_long_as_slack_says(stage: Inside, slack: FakeSlack) -> None:
    slack.script(RateLimited(1), method="chat.postMessage")
    await stage.talk(ANN, *BOOKED)
    await stage.idle()
    assert len(slack.posts) == 1


async def test_with_the_chatbot_off_everything_goes_to_a_person(
    database_url: str, tmp_path: Path
) -> None:
    async with inside(database_url, tmp_path, NOW, ENABLE_AI_CHATBOT="false") as stage:
        [reply] = await stage.talk(ANN, "how much is it?")
        assert "$" not in reply
        await stage.text(ANN, "hello?")
        await stage.idle()
        assert len([said for said in stage.said_to(ANN) if "assistant" not in said]) <= 1
        assert "how much is it?" in (await stage.said(OWNER, 1))[0]


async def test_without_tools_no_price_or_date_is_said(database_url: str, tmp_path: Path) -> None:
    async with inside(database_url, tmp_path, NOW, ENABLE_TOOL_CALLING="false") as stage:
        replies = await stage.talk(ANN, "how much is shrimp for 20?", "are you free june 12?")
        assert not any("$" in reply or "June 12" in reply for reply in replies)
        assert await stage.rows("SELECT count(*) FROM leads") == [0]
        assert len(await stage.said(OWNER, 1)) == 1
