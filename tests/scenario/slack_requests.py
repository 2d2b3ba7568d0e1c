"""Slack's requests to the bot: really signed, and as Slack words them."""

import json
import time
from collections.abc import Mapping
from itertools import count
from typing import Any
from urllib.parse import urlencode

from aiohttp import ClientSession
from slack_sdk.signature import SignatureVerifier

from tests.fakes.slack import FakeSlack
from tests.fakes.slack.workspace import TEAM
from tests.scenario.inside import Inside

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"


class SlackRequests:
    """What a Slack posts to the bot on a stage."""

    def __init__(self, slack: FakeSlack, stage: Inside) -> None:
        self.slack, self.stage = slack, stage
        self._numbers = count(1)

    async def post(
        self, body: str, kind: str, headers: Mapping[str, str] | None = None
    ) -> tuple[int, Any]:
        """A request of Slack's: its answer's status, and its JSON where there is one."""
        now = str(int(time.time()))
        signature = SignatureVerifier(SECRET).generate_signature(timestamp=now, body=body)
        signed = {"X-Slack-Request-Timestamp": now, "X-Slack-Signature": str(signature)}
        given = {"Content-Type": kind, **signed, **(headers or {})}
        async with (
            ClientSession() as session,
            session.post(f"{self.stage.url}/slack/events", data=body, headers=given) as answer,
        ):
            text = await answer.text()
        return answer.status, json.loads(text) if text else None

    async def event(
        self, event: Mapping[str, Any], event_id: str | None = None, **headers: str
    ) -> tuple[int, Any]:
        """An event as the Events API delivers it."""
        envelope: dict[str, Any] = {
            "type": "event_callback",
            "team_id": TEAM,
            "api_app_id": "A0APP00001",
        }
        envelope |= {"event_id": event_id or self.new("Ev"), "event": dict(event)}
        return await self.post(json.dumps(envelope), "application/json", headers)

    async def form(self, **fields: str) -> tuple[int, Any]:
        """What a command, a click or a form is posted as."""
        return await self.post(urlencode(fields), "application/x-www-form-urlencoded")

    def new(self, kind: str) -> str:
        """An id that Slack gave nobody before."""
        return f"{kind}{next(self._numbers):06}.{id(self):x}"
