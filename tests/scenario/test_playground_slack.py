"""The playground's Slack answers as Slack does: through Slack's own SDK."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.app.parts import plain
from channels.playground.slack.people import STAFF_CHANNEL, TEAM
from tests.scenario.playground import ADA, KIM, SAM, Page, playing

DIRECT = f"D{SAM[1:]}"
SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "*Hello*"}}


@asynccontextmanager
async def slack(folder: Path) -> AsyncIterator[tuple[Page, AsyncWebClient]]:
    async with playing(folder) as page:
        config = page.app.settings
        yield page, AsyncWebClient(plain(config.slack_bot_token), f"{config.slack_api_url}/")


async def test_who_is_there(tmp_path: Path) -> None:
    async with slack(tmp_path) as (_, client):
        assert (await client.auth_test())["team_id"] == TEAM
        members = (await client.conversations_members(channel=STAFF_CHANNEL))["members"]
        assert {SAM, KIM, ADA} < set(members)
        assert (await client.users_info(user=KIM))["user"]["profile"]["display_name"] == "Kim"
        opened = await client.conversations_open(users=SAM)
        assert opened["channel"]["id"] == DIRECT


async def test_an_answer_is_streamed(tmp_path: Path) -> None:
    async with slack(tmp_path) as (page, client):
        asked = await client.chat_postMessage(channel=SAM, text="a digest")
        thread = asked["ts"]
        assert asked["channel"] == DIRECT
        await client.assistant_threads_setStatus(
            channel_id=DIRECT, thread_ts=thread, status="is looking up bookings…"
        )
        step = {"type": "task_update", "id": "1", "title": "Bookings", "status": "in_progress"}
        begun = await client.chat_startStream(
            channel=DIRECT, thread_ts=thread, recipient_user_id=SAM, chunks=[step]
        )
        where = {"channel": DIRECT, "ts": begun["ts"]}
        for words in ("Three **bookings", "** this week."):
            await client.chat_appendStream(**where, markdown_text=words)
        done = [{**step, "status": "complete"}]
        await client.chat_stopStream(**where, chunks=done, blocks=[SECTION])
        await page.until(lambda: page.statuses == ["is looking up bookings…", ""])
        post = page.posts[begun["ts"]]
        assert [block["type"] for block in post["blocks"]] == ["task_card", "markdown", "section"]
        assert post["blocks"][0]["status"] == "complete"
        assert post["text"] == post["blocks"][1]["text"] == "Three **bookings** this week."
        with pytest.raises(SlackApiError, match="message_not_in_streaming_state"):
            await client.chat_appendStream(**where, markdown_text="more")


async def test_a_file_is_shared_and_shown(tmp_path: Path) -> None:
    async with slack(tmp_path) as (page, client):
        root = await client.chat_postMessage(channel=STAFF_CHANNEL, text="a report")
        big = b"a,b\n" * 50_000
        for name, content in (("leads.csv", big), ("chart.png", b"\x89PNG")):
            await client.files_upload_v2(
                channel=STAFF_CHANNEL, thread_ts=root["ts"], filename=name, content=content
            )
        await page.until(lambda: sum(bool(post["files"]) for post in page.posts.values()) == 2)
        table, chart = (post["files"][0] for post in page.posts.values() if post["files"])
        for file, way in ((table, "attachment"), (chart, "inline")):
            url = f"{page.url}/playground/slack/files/{file['id']}"
            async with page.session.get(url, headers={"Origin": page.url}) as answer:
                assert answer.headers["Content-Disposition"] == way
                assert "sandbox" in answer.headers["Content-Security-Policy"]
                assert len(await answer.read()) == file["size"]
            async with page.session.get(url, headers={"Origin": "http://evil.example"}) as answer:
                assert answer.status == 403


async def test_views_open_by_a_trigger_once(tmp_path: Path) -> None:
    async with slack(tmp_path) as (page, client):
        home = {"type": "home", "blocks": [SECTION]}
        first = await client.views_publish(user_id=KIM, view=home)
        await client.views_publish(user_id=KIM, view=home, hash=first["view"]["hash"])
        with pytest.raises(SlackApiError, match="hash_conflict"):
            await client.views_publish(user_id=KIM, view=home, hash=first["view"]["hash"])
        await page.until(lambda: KIM in page.homes)
        title = {"type": "plain_text", "text": "A form"}
        modal = {"type": "modal", "title": title, "blocks": [SECTION]}
        with pytest.raises(SlackApiError, match="invalid_trigger_id"):
            await client.views_open(trigger_id="none", view=modal)


@pytest.mark.parametrize(
    ("method", "given", "error"),
    [
        ("chat.postMessage", {"channel": "C0OTHER", "text": "x"}, "channel_not_found"),
        ("chat.postMessage", {"channel": STAFF_CHANNEL}, "no_text"),
        ("chat.postMessage", {"channel": STAFF_CHANNEL, "blocks": [{}]}, "invalid_blocks"),
        ("chat.postMessage", {"text": "x"}, "invalid_arguments"),
        ("chat.update", {"channel": STAFF_CHANNEL, "ts": "1.1", "text": "x"}, "message_not_found"),
        ("chat.startStream", {"channel": STAFF_CHANNEL, "thread_ts": "1.1"}, "message_not_found"),
        ("users.info", {"user": "U0NOBODY"}, "user_not_found"),
        ("admin.users.list", {}, "unknown_method"),
    ],
)
async def test_what_it_refuses(
    method: str, given: dict[str, object], error: str, slack_client: AsyncWebClient
) -> None:
    with pytest.raises(SlackApiError) as refused:
        await slack_client.api_call(method, json=given)
    assert refused.value.response["error"] == error


@pytest.fixture
async def slack_client(tmp_path: Path) -> AsyncIterator[AsyncWebClient]:
    async with slack(tmp_path) as (_, client):
        yield client
