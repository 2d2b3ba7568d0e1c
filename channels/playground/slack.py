"""The stand-in of Slack's Web API: one channel, the staff's.

https://docs.slack.dev/reference/methods, as far as the bot's adapter uses it."""

import time
from collections.abc import Mapping
from hmac import compare_digest
from typing import Any

import msgspec
from aiohttp import web

from channels.playground.account import SLACK_PATH, Account
from channels.playground.guard import for_programs
from channels.playground.house import House
from channels.playground.stage import Notice, Stage, now

_BOT = {"user_id": "U0BOT", "bot_id": "B0BOT", "team_id": "T0TEAM"}


class Slack:
    """Takes what the bot posts, and lists it."""

    def __init__(self, stage: Stage, account: Account, house: House) -> None:
        self._stage, self._account, self._house = stage, account, house

    def routes(self) -> list[web.RouteDef]:
        return [web.route("*", SLACK_PATH + "/{method}", for_programs(self._call))]

    async def _call(self, request: web.Request) -> web.Response:
        given = await _arguments(request)
        if not self._knows(request):
            return _json({"ok": False, "error": "invalid_auth"})
        match request.match_info["method"]:
            case "auth.test":
                return _json({"ok": True, "team": "Playground", "user": "bot", **_BOT})
            case "chat.postMessage":
                return _json(await self._post(given))
            case "conversations.history":
                return _json(self._history(given))
            case _:
                return _json({"ok": False, "error": "unknown_method"})

    def _knows(self, request: web.Request) -> bool:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        return scheme == "Bearer" and compare_digest(
            token.encode(), self._account.slack_token.encode()
        )

    async def _post(self, given: Mapping[str, Any]) -> dict[str, Any]:
        text, blocks = str(given.get("text") or ""), _read(given.get("blocks")) or []
        if given.get("channel") != self._account.channel:
            return {"ok": False, "error": "channel_not_found"}
        if not text and not blocks:
            return {"ok": False, "error": "no_text"}
        metadata = _read(given.get("metadata"))
        talk = await self._talk_of(metadata)
        notice = Notice(self._new_ts(), self._account.channel, text, now(), blocks, metadata, talk)
        self._stage.put(notice)
        message = _message(notice)
        return {"ok": True, "channel": notice.channel, "ts": notice.ts, "message": message}

    def _history(self, given: Mapping[str, Any]) -> dict[str, Any]:
        if given.get("channel") != self._account.channel:
            return {"ok": False, "error": "channel_not_found"}
        oldest = float(given.get("oldest") or 0)
        found = [
            _message(notice)
            for notice in reversed(self._stage.notices.values())
            if float(notice.ts) > oldest
        ]
        end = {"next_cursor": ""}
        return {"ok": True, "messages": found, "has_more": False, "response_metadata": end}

    async def _talk_of(self, metadata: Mapping[str, Any] | None) -> str | None:
        outbox_id = ((metadata or {}).get("event_payload") or {}).get("id")
        return await self._house.talk_of(str(outbox_id)) if outbox_id else None

    def _new_ts(self) -> str:
        last = max(map(_microseconds, self._stage.notices), default=0)
        moment = max(int(time.time() * 1e6), last + 1)
        return f"{moment // 10**6}.{moment % 10**6:06d}"


def _microseconds(ts: str) -> int:
    return int(ts.replace(".", ""))


def _message(notice: Notice) -> dict[str, Any]:
    shown = {"type": "message", "user": "U0BOT", "text": notice.text, "ts": notice.ts}
    more = {"blocks": notice.blocks, "metadata": notice.metadata}
    return shown | {name: value for name, value in more.items() if value}


async def _arguments(request: web.Request) -> Mapping[str, Any]:
    if request.content_type == "application/json":
        given: Mapping[str, Any] = msgspec.json.decode(await request.read(), type=dict[str, Any])
        return given
    return {**request.query, **(await request.post())}


def _read(value: Any) -> Any:
    """What was given as itself, or as its JSON."""
    return msgspec.json.decode(value) if isinstance(value, str) and value else value


def _json(value: Any) -> web.Response:
    return web.Response(body=msgspec.json.encode(value), content_type="application/json")
