"""Slack's stand-in, seen through slack_sdk."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack import (
    Channel,
    FakeSlack,
    User,
)
from tests.fakes.slack.methods import Method

STAFF = "C0STAFF001"
MARKED = {"event_type": "outbox", "event_payload": {"id": "7"}}


async def refusal(calling: Any) -> str:
    with pytest.raises(SlackApiError) as caught:
        await calling
    return str(caught.value.response["error"])


async def test_a_post_is_found_again_by_its_metadata(slack: FakeSlack, web: AsyncWebClient) -> None:
    posted = await web.chat_postMessage(channel=STAFF, text="A new lead", metadata=MARKED)
    assert posted["ts"] == slack.posts[0].ts
    assert posted["message"]["bot_id"].startswith("B")
    found = await web.conversations_history(channel=STAFF, include_all_metadata=True)
    assert [each["metadata"] for each in found["messages"]] == [MARKED]
    assert "metadata" not in (await web.conversations_history(channel=STAFF))["messages"][0]


async def test_histories_are_newest_first_paged_and_bounded(web: AsyncWebClient) -> None:
    posted = [await web.chat_postMessage(channel="#staff", text=f"{n}") for n in range(5)]
    stamps = [each["ts"] for each in posted]
    assert stamps == sorted(set(stamps))
    paging = await web.conversations_history(channel=STAFF, limit=2)
    pages = [[each["text"] for each in page["messages"]] async for page in paging]
    assert pages == [["4", "3"], ["2", "1"], ["0"]]
    since = await web.conversations_history(channel=STAFF, oldest=stamps[3], inclusive=True)
    assert [each["text"] for each in since["messages"]] == ["4", "3"]
    before = await web.conversations_history(channel=STAFF, latest=stamps[1])
    assert [each["text"] for each in before["messages"]] == ["0"]


async def test_replies_show_in_their_thread_alone(web: AsyncWebClient) -> None:
    parent = (await web.chat_postMessage(channel=STAFF, text="Lead"))["ts"]
    await web.chat_postMessage(channel=STAFF, text="Reply", thread_ts=parent, metadata=MARKED)
    await web.chat_postMessage(
        channel=STAFF, text="For all", thread_ts=parent, reply_broadcast=True
    )
    history = await web.conversations_history(channel=STAFF)
    assert [each["text"] for each in history["messages"]] == ["For all", "Lead"]
    thread = await web.conversations_replies(channel=STAFF, ts=parent, include_all_metadata=True)
    assert [each["text"] for each in thread["messages"]] == ["Lead", "Reply", "For all"]
    assert thread["messages"][1]["metadata"] == MARKED
    assert await refusal(web.conversations_replies(channel=STAFF, ts="1.1")) == ("thread_not_found")


async def test_who_is_there(slack: FakeSlack, web: AsyncWebClient) -> None:
    slack.workspace.users["U1"] = User("U1", "dana", is_admin=True)
    slack.workspace.channels[STAFF].members.append("U1")
    told = await web.auth_test()
    assert told["user_id"] in slack.workspace.users
    assert "chat:write" in told.headers["x-oauth-scopes"]
    paging = await web.conversations_members(channel=STAFF, limit=1)
    assert [page["members"] async for page in paging] == [[told["user_id"]], ["U1"]]
    dana = (await web.users_info(user="U1"))["user"]
    assert (dana["name"], dana["is_admin"], dana["is_bot"]) == ("dana", True, False)
    assert await refusal(web.users_info(user="U2")) == "user_not_found"


def section(text: str) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def buttons(*identities: str, label: str = "Take it") -> dict[str, Any]:
    text = {"type": "plain_text", "text": label}
    return {
        "type": "actions",
        "elements": [
            {"type": "button", "text": text, "action_id": identity} for identity in identities
        ],
    }


async def test_blocks_as_the_builder_makes_them_are_taken(
    slack: FakeSlack, web: AsyncWebClient
) -> None:
    blocks = [section("*Ana*"), buttons("take", "leave"), {"type": "divider"}]
    await web.chat_postMessage(channel=STAFF, text="Lead", blocks=blocks)
    assert slack.posts[0].blocks == blocks


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"channel": "C0UNKNOWN1"}, "channel_not_found"),
        ({"channel": ""}, "invalid_arguments"),
        ({"channel": "C0OTHER001"}, "not_in_channel"),
        ({"channel": "C0OLD00001"}, "is_archived"),
        ({"text": None, "markdown_text": ""}, "no_text"),
        ({"text": "x" * 40_001}, "msg_too_long"),
        ({"markdown_text": "**x**"}, "markdown_text_conflict"),
        ({"blocks": "nonsense"}, "invalid_blocks_format"),
        ({"blocks": [section("x")] * 51}, "invalid_blocks"),
        ({"blocks": [section("x" * 3001)]}, "invalid_blocks"),
        ({"blocks": [section("")]}, "invalid_blocks"),
        ({"blocks": [buttons("same", "same")]}, "invalid_blocks"),
        ({"blocks": [buttons("one", label="x" * 76)]}, "invalid_blocks"),
        ({"blocks": [buttons()]}, "invalid_blocks"),
        ({"metadata": {"event_type": "outbox"}}, "invalid_metadata_format"),
        ({"metadata": {"event_payload": {}}}, "invalid_metadata_format"),
    ],
)
@pytest.mark.filterwarnings("ignore:The top-level `text` argument:UserWarning")
@pytest.mark.filterwarnings("ignore:Additionally, the attachment-level:UserWarning")
async def test_what_slack_refuses_is_refused(
    slack: FakeSlack, web: AsyncWebClient, change: dict[str, Any], error: str
) -> None:
    slack.workspace.channels["C0OTHER001"] = Channel("C0OTHER001", "other", members=[])
    slack.workspace.channels["C0OLD00001"] = Channel("C0OLD00001", "old", archived=True)
    given: dict[str, Any] = {"channel": STAFF, "text": "Hello"}
    assert await refusal(web.chat_postMessage(**(given | change))) == error
    assert len(slack.posts) == 0


async def test_tokens_scopes_and_methods_are_checked(slack: FakeSlack, web: AsyncWebClient) -> None:
    for token, error in (("", "not_authed"), ("xoxb-other", "invalid_auth")):
        other = AsyncWebClient(token, base_url=slack.base_url)
        assert await refusal(other.auth_test()) == error
    slack.workspace.scopes = frozenset({"users:read"})
    assert await refusal(web.chat_postMessage(channel=STAFF, text="x")) == "missing_scope"
    assert await refusal(web.api_call("chat.unheardOf")) == "unknown_method"
    slack.methods["chat.unheardOf"] = Method(lambda workspace, given: {"said": given.text("a")})
    assert (await web.api_call("chat.unheardOf", params={"a": "b"}))["said"] == "b"
