"""Socket Mode: a connection that an app opens, and what is sent to it until it is acknowledged.

https://docs.slack.dev/apis/events-api/using-socket-mode"""

from itertools import count
from typing import Any

import msgspec
from aiohttp import WSMsgType, web

from tests.fakes.slack.errors import SlackError
from tests.fakes.waiting import Changes

APP_TOKEN = "xapp-1-A0APP00001-stand-in"


class Sockets:
    """The connections of one app. answers: what it acknowledged with, by envelope."""

    def __init__(self) -> None:
        self.answers: dict[str, Any] = {}
        self._open: list[web.WebSocketResponse] = []
        self._left = 0
        self._changes, self._numbers = Changes(), count(1)

    def url(self, base: str, token: str) -> str:
        """Where an app is to connect; SlackError without its token."""
        if token != APP_TOKEN:
            raise SlackError("invalid_auth")
        return f"{base.replace('http', 'ws', 1)}/link/{next(self._numbers)}"

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"type": "hello", "num_connections": 1})
        self._open.append(socket)
        self._changes.notify()
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                said = msgspec.json.decode(message.data)
                self.answers[said["envelope_id"]] = said.get("payload")
                self._changes.notify()
        self._open.remove(socket)
        self._left += 1
        self._changes.notify()
        return socket

    async def connected(self, within: float = 20.0) -> None:
        """Waits until somebody is connected."""
        await self._changes.until(lambda: bool(self._open), within)

    async def send(self, kind: str, payload: Any, envelope: str | None = None) -> str:
        """Sends an envelope to the newest connection; its id."""
        envelope = envelope or f"envelope-{next(self._numbers)}"
        sent = {"envelope_id": envelope, "type": kind, "payload": payload}
        await self._open[-1].send_json({**sent, "accepts_response_payload": kind != "events_api"})
        return envelope

    async def acknowledged(self, envelope: str, within: float = 5.0) -> Any:
        """What an envelope was answered with, once it was."""
        await self._changes.until(lambda: envelope in self.answers, within)
        return self.answers[envelope]

    async def disconnect(self) -> None:
        """Slack refreshes a connection."""
        await self._open[-1].send_json({"type": "disconnect", "reason": "refresh_requested"})

    async def left(self, within: float = 20.0) -> None:
        """Waits until the connection that was told to go has gone, and another is there."""
        await self._changes.until(lambda: bool(self._open) and self._left > 0, within)
