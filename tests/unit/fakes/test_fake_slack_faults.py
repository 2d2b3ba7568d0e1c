"""How Slack's stand-in fails, and how it lives as a process, seen through slack_sdk."""

import asyncio
from pathlib import Path

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.http_retry.builtin_interval_calculators import FixedValueRetryIntervalCalculator
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.process import running
from tests.fakes.slack import (
    BOT_TOKEN,
    Delay,
    Drop,
    FakeSlack,
    Hang,
    Lose,
    RateLimited,
    Refuse,
    Unavailable,
    User,
)

STAFF = "C0STAFF001"
MARKED = {"event_type": "outbox", "event_payload": {"id": "7"}}


async def test_a_rate_limit_names_its_seconds_and_the_sdk_can_obey(
    slack: FakeSlack, web: AsyncWebClient
) -> None:
    slack.script(RateLimited(retry_after=3), RateLimited(retry_after=0))
    with pytest.raises(SlackApiError) as caught:
        await web.chat_postMessage(channel=STAFF, text="x")
    assert (caught.value.response.status_code, caught.value.response["error"]) == (
        429,
        "ratelimited",
    )
    assert caught.value.response.headers["Retry-After"] == "3"
    web.retry_handlers.append(AsyncRateLimitErrorRetryHandler(max_retry_count=1))
    await web.chat_postMessage(channel=STAFF, text="x")
    assert (slack.calls["chat.postMessage"], len(slack.posts)) == (3, 1)


@pytest.mark.parametrize(
    ("fault", "raised", "accepted"),
    [
        (Refuse("fatal_error"), SlackApiError, 0),
        (Unavailable(), SlackApiError, 0),
        (Drop(), aiohttp.ServerDisconnectedError, 1),
        (Lose(), aiohttp.ServerDisconnectedError, 0),
    ],
)
async def test_faults_are_met_once(
    slack: FakeSlack,
    web: AsyncWebClient,
    fault: Refuse | Unavailable | Drop | Lose,
    raised: type[Exception],
    accepted: int,
) -> None:
    slack.script(fault)
    with pytest.raises(raised):
        await web.chat_postMessage(channel=STAFF, text="x")
    assert len(slack.posts) == accepted
    await web.chat_postMessage(channel=STAFF, text="y")
    assert len(slack.posts) == accepted + 1


async def test_the_sdks_default_posts_twice_after_a_lost_answer(slack: FakeSlack) -> None:
    """Why a sender gives the client no retry handlers: the default one repeats what was taken."""
    slack.script(Drop())
    web = AsyncWebClient(BOT_TOKEN, base_url=slack.base_url)
    [usual] = web.retry_handlers
    usual.interval_calculator = FixedValueRetryIntervalCalculator(0.01)
    await web.chat_postMessage(channel=STAFF, text="A new lead", metadata=MARKED)
    assert [post.metadata for post in slack.posts] == [MARKED, MARKED]


async def test_an_answer_hangs_until_it_is_released(slack: FakeSlack, web: AsyncWebClient) -> None:
    slack.script(Hang(), Delay(0.01))
    posting = asyncio.create_task(web.chat_postMessage(channel=STAFF, text="x"))
    await slack.gates.held()
    assert len(slack.posts) == 1
    slack.gates.release()
    await posting
    await web.chat_postMessage(channel=STAFF, text="y")


async def test_as_a_process_it_keeps_its_state_and_takes_a_script(tmp_path: Path) -> None:
    state = str(tmp_path / "slack.jsonl")
    async with running("slack", "--state", state) as slack:
        web = AsyncWebClient(BOT_TOKEN, base_url=f"{slack.url}/api/", retry_handlers=[])
        await slack.settings(users=[User("U1", "dana")])
        assert (await web.users_info(user="U1"))["user"]["name"] == "dana"
        await slack.script(Drop())
        with pytest.raises(aiohttp.ServerDisconnectedError):
            await web.chat_postMessage(channel=STAFF, text="Lead", metadata=MARKED)
        [post] = await slack.recorded("posts", at_least=1)
        assert (post["text"], post["metadata"]) == ("Lead", MARKED)
    async with running("slack", "--state", state) as again:
        web = AsyncWebClient(BOT_TOKEN, base_url=f"{again.url}/api/", retry_handlers=[])
        history = await web.conversations_history(channel=STAFF, include_all_metadata=True)
        assert [each["metadata"] for each in history["messages"]] == [MARKED]
