"""Socket Mode: what Slack would post comes over a WebSocket that we open, so that no public address
is needed."""

import asyncio
import time
from typing import TYPE_CHECKING

import structlog

from bot.messages import Unreadable
from channels.slack.bolt import quiet_logger
from channels.slack.client import SlackClient
from channels.slack.door import SlackDoor

if TYPE_CHECKING:
    from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
    from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
    from slack_sdk.socket_mode.request import SocketModeRequest

_AGAIN_FIRST, _AGAIN_LAST = 1.0, 30.0  # seconds

log = structlog.get_logger(__name__)


class SocketMode:
    """The connection of one process. Events are acknowledged once they are stored; Slack sends
    again what was not."""

    def __init__(self, token: str, client: SlackClient, door: SlackDoor) -> None:
        self._token, self._client, self._door = token, client, door
        self._handler: AsyncSocketModeHandler | None = None

    async def run(self) -> None:
        """Connects, and stays connected until it is cancelled."""
        await asyncio.to_thread(_load)
        wait = _AGAIN_FIRST
        while True:
            try:
                await self._connect()
                break
            except Exception as error:
                log.warning("no connection to Slack", error=type(error).__name__)
                await asyncio.sleep(wait)
                wait = min(wait * 2, _AGAIN_LAST)
        log.info("connected to Slack")

    async def _connect(self) -> None:
        from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler

        if self._handler is None:
            self._handler = AsyncSocketModeHandler(
                await self._door.bolt.app(),
                self._token,
                logger=quiet_logger(),
                web_client=self._client(),
                ping_interval=5,
            )
            self._handler.client.socket_mode_request_listeners = [self._heard]
        await self._handler.connect_async()  # type: ignore[no-untyped-call]

    async def _heard(
        self, client: "AsyncBaseSocketModeClient", request: "SocketModeRequest"
    ) -> None:
        from slack_bolt.adapter.socket_mode.async_internals import (
            run_async_bolt_app,
            send_async_response,
        )
        from slack_sdk.socket_mode.response import SocketModeResponse

        try:
            if request.type != "events_api":
                started = time.time()
                answer = await run_async_bolt_app(await self._door.bolt.app(), request)
                await send_async_response(client, request, answer, started)
                return
            await self._door.hear(request.payload)
        except Unreadable as error:
            log.warning("an event cannot be read", why=str(error))
        except Exception as error:  # not acknowledged: Slack sends it again
            log.error("an event was not stored", error=type(error).__name__)
            return
        await client.send_socket_mode_response(SocketModeResponse(request.envelope_id))

    async def stop(self) -> None:
        """Lets go of the connection."""
        if self._handler is not None:
            await self._handler.close_async()  # type: ignore[no-untyped-call]


def _load() -> None:
    import slack_bolt.adapter.socket_mode.aiohttp  # noqa: F401
