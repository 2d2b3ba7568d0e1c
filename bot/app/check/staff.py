"""Where staff are told: Slack's token, its scopes and the channel, or the owner's phone."""

import asyncio
import importlib
import re
from collections.abc import Awaitable, Mapping, Sequence
from typing import Any

from bot.app.check.clocks import Clocks
from bot.app.check.findings import Findings
from bot.app.parts import desk_lane, plain
from bot.settings import Settings

E164 = re.compile(r"\+[1-9]\d{6,14}")
_TOLD = {"slack": "in Slack", "sms": "by text to OWNER_PHONE", "console": "on the console"}
# Each is needed, where several are named any one of them.
SCOPES = (("chat:write",), ("channels:history", "groups:history"))
DESK_SCOPES = (
    ("channels:read", "groups:read"),
    ("users:read",),
    ("commands",),
    ("app_mentions:read",),
    ("im:history",),
    ("im:write",),
    ("files:write",),
    ("assistant:write",),
)
GROUP_SCOPES = (("usergroups:read",),)  # where SLACK_ADMIN_USERS names a group
_OF_THE_TOKEN = ("invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired")
_OF_THE_CHANNEL = {
    "channel_not_found": "is not seen: write the channel's id (C…), and invite the bot to it",
    "not_in_channel": "does not have the bot in it: invite it there",
    "missing_scope": "may not be read: add channels:history (groups:history where it is private)",
}


async def check_staff(settings: Settings, findings: Findings, clocks: Clocks) -> None:
    """Says where staff are told, and tries that way as far as nobody notices."""
    desk = desk_lane(settings).channel
    (findings.note if desk == "console" else findings.ok)(f"staff are told {_TOLD[desk]}")
    if settings.owner_phone and not E164.fullmatch(settings.owner_phone):
        findings.wrong("OWNER_PHONE: write it with + and the country code, such as +12135550142")
    if settings.slack_bot_token:
        await _check_slack(settings, findings, clocks)


async def _check_slack(settings: Settings, findings: Findings, clocks: Clocks) -> None:
    module = await asyncio.to_thread(importlib.import_module, "slack_sdk.web.async_client")
    url = str(settings.slack_api_url or module.AsyncWebClient.BASE_URL)
    client = module.AsyncWebClient(
        plain(settings.slack_bot_token), f"{url.rstrip('/')}/", retry_handlers=[]
    )
    answer, error = await _asked(client.auth_test())
    if error:
        findings.wrong(_token_trouble(error))
        return
    clocks.heard("Slack", answer)
    findings.ok("SLACK_BOT_TOKEN is taken")
    _check_scopes(answer, findings, _needed(settings))
    await _check_ways(settings, findings, client)
    channel = settings.slack_staff_channel
    _, error = await _asked(client.conversations_history(channel=channel, limit=1))
    if error:
        mending = _OF_THE_CHANNEL.get(error, f"could not be read ({error}): try again later")
        findings.wrong(f"SLACK_STAFF_CHANNEL: {channel} {mending}")
    else:
        findings.ok("SLACK_STAFF_CHANNEL is read")


def _needed(settings: Settings) -> list[Sequence[str]]:
    groups = any(each.startswith("S") for each in settings.slack_admin_users)
    desk = [*DESK_SCOPES, *(GROUP_SCOPES if groups else ())]
    return [*SCOPES, *(desk if settings.desk_answers else ())]


async def _check_ways(settings: Settings, findings: Findings, client: Any) -> None:
    """By which way Slack brings what staff write."""
    if settings.slack_app_token is not None:
        token = plain(settings.slack_app_token)
        _, error = await _asked(client.apps_connections_open(app_token=token))
        if error:
            findings.wrong(
                f"SLACK_APP_TOKEN is refused ({error}): make one with connections:write, and "
                "switch Socket Mode on in the app's settings"
            )
        else:
            findings.ok("SLACK_APP_TOKEN is taken: Slack needs no public address")
    elif settings.desk_answers and settings.public_url is None:
        findings.note("PUBLIC_URL: Slack must reach /slack/events there, or set SLACK_APP_TOKEN")


async def _asked(call: Awaitable[Any]) -> tuple[Mapping[str, str], str]:
    """The headers of an answer, and Slack's name for what is wrong, if anything is."""
    from aiohttp import ClientError
    from slack_sdk.errors import SlackApiError

    try:
        return (await call).headers, ""
    except SlackApiError as refused:
        answer = refused.response
        named = answer.get("error") if hasattr(answer, "get") else None
        return {}, str(named or f"HTTP {getattr(answer, 'status_code', '?')}")
    except ClientError as error:
        return {}, type(error).__name__


def _token_trouble(error: str) -> str:
    if error in _OF_THE_TOKEN:
        return f"SLACK_BOT_TOKEN is refused ({error}): copy it anew from the app's settings"
    return f"SLACK_BOT_TOKEN: Slack did not answer as it should ({error}): try again later"


def _check_scopes(
    headers: Mapping[str, str], findings: Findings, needed: Sequence[Sequence[str]]
) -> None:
    told = headers.get("x-oauth-scopes")
    if told is None:
        return
    granted = {scope.strip() for scope in told.split(",")}
    missing = [" or ".join(scopes) for scopes in needed if granted.isdisjoint(scopes)]
    if missing:
        findings.wrong(
            f"SLACK_BOT_TOKEN lacks the scope {', '.join(missing)}: "
            "add it in the app's settings and install the app again"
        )
    else:
        findings.ok("SLACK_BOT_TOKEN has the scopes it needs")
