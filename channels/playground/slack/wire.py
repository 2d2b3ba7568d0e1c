"""Slack's requests to the bot: signed as Slack signs them, and made again as Slack does."""

import asyncio
import time
from collections.abc import Mapping
from secrets import token_hex
from typing import Any
from urllib.parse import urlencode

import aiohttp
import msgspec
from slack_sdk.signature import SignatureVerifier

from channels.playground.slack.people import APP, TEAM

EVENTS_ROUTE = "/slack/events"
_TIMEOUT = aiohttp.ClientTimeout(total=10, connect=5)
_PAUSES = (0.0, 0.5, 2.0)  # seconds before an event is told again

Json = dict[str, Any]


class NotTaken(Exception):
    """The bot did not take a request, or not in time."""


class Wire:
    """Posts to the bot. own: where it listens. Close it in the end."""

    def __init__(self, secret: str, own: str) -> None:
        self._signer, self._url = SignatureVerifier(secret), f"{own}{EVENTS_ROUTE}"
        self._session: aiohttp.ClientSession | None = None

    async def event(self, event: Json) -> None:
        """Tells of something that happened, also again. Raises NotTaken."""
        envelope = {
            "type": "event_callback",
            "team_id": TEAM,
            "api_app_id": APP,
            "event_id": f"Ev{token_hex(8).upper()}",
            "event_time": int(time.time()),
            "event": event,
        }
        body = msgspec.json.encode(envelope).decode()
        for number, pause in enumerate(_PAUSES):
            again = {"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": "http_error"}
            try:
                await asyncio.sleep(pause)
                await self._post(body, "application/json", again if number else {})
                return
            except NotTaken:
                if number == len(_PAUSES) - 1:
                    raise

    async def interaction(self, payload: Json) -> Json:
        """Tells of a click or a form; what is answered at once. Raises NotTaken."""
        shared = {"team": {"id": TEAM, "domain": "playground"}, "api_app_id": APP}
        told = msgspec.json.encode({**shared, **payload}).decode()
        return await self._form({"payload": told})

    async def command(self, fields: Mapping[str, str]) -> Json:
        """Tells of a slash command; what is answered at once. Raises NotTaken."""
        return await self._form({"team_id": TEAM, "api_app_id": APP, **fields})

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def _form(self, fields: Mapping[str, str]) -> Json:
        answer = await self._post(urlencode(fields), "application/x-www-form-urlencoded", {})
        try:
            return msgspec.json.decode(answer, type=Json) if answer.strip() else {}
        except msgspec.DecodeError:
            return {"text": answer.decode("utf-8", "replace")}

    async def _post(self, body: str, kind: str, more: Mapping[str, str]) -> bytes:
        moment = str(int(time.time()))
        signature = self._signer.generate_signature(timestamp=moment, body=body)
        headers = {
            "Content-Type": kind,
            "X-Slack-Request-Timestamp": moment,
            "X-Slack-Signature": str(signature),
            **more,
        }
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=_TIMEOUT)
        try:
            async with self._session.post(self._url, data=body, headers=headers) as answer:
                if answer.status >= 300:
                    raise NotTaken
                return await answer.read()
        except (aiohttp.ClientError, TimeoutError) as error:
            raise NotTaken from error
