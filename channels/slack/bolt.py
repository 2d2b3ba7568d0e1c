"""Buttons, forms and the command, through slack-bolt: what a person waits for an answer to.

Bolt is loaded with the first of them, and kept from writing requests into the log."""

import asyncio
import logging
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

import structlog
from aiohttp import web

from bot.messages import Unreadable
from channels.slack.client import SlackClient
from channels.slack.listeners import Listeners

if TYPE_CHECKING:
    from slack_bolt.app.async_app import AsyncApp
    from slack_bolt.request.async_request import AsyncBoltRequest
    from slack_bolt.response import BoltResponse

_ANY = re.compile("", re.DOTALL)
_SILENT = logging.CRITICAL + 1

log = structlog.get_logger(__name__)


class Bolt:
    """The bolt app over our listeners, made where it is first used."""

    def __init__(self, client: SlackClient, listeners: Listeners) -> None:
        self._client, self._listeners = client, listeners
        self._made: AsyncApp | None = None

    async def answer(self, body: bytes, headers: Mapping[str, str]) -> web.Response:
        """The answer to a request that is verified. Raises Unreadable."""
        from slack_bolt.adapter.aiohttp import to_aiohttp_response
        from slack_bolt.request.async_request import AsyncBoltRequest

        try:
            request = AsyncBoltRequest(body=body.decode(), headers=dict(headers))
        except ValueError as error:
            raise Unreadable("the body is no form") from error
        try:
            answer = await self.dispatch(request)
        except (KeyError, TypeError) as error:  # bolt's own, of a payload that is none
            raise Unreadable(f"a payload without {error}") from error
        return await to_aiohttp_response(answer)

    async def dispatch(self, request: "AsyncBoltRequest") -> "BoltResponse":
        """The same, in bolt's own terms."""
        app = await self.app()
        return await app.async_dispatch(request)

    async def app(self) -> "AsyncApp":
        """The app."""
        if self._made is None:
            await asyncio.to_thread(_load)
            self._made = self._make()
        return self._made

    def _make(self) -> "AsyncApp":
        from slack_bolt.app.async_app import AsyncApp
        from slack_bolt.authorization import AuthorizeResult

        async def authorize() -> AuthorizeResult:
            """There is one workspace; whose people may do what, the directory says."""
            return AuthorizeResult(enterprise_id=None, team_id=None, bot_token=self._client.token)

        app = AsyncApp(
            logger=quiet_logger(),
            client=self._client(),
            authorize=authorize,
            process_before_response=True,  # acknowledged once it is stored
            raise_error_for_unhandled_request=True,
            request_verification_enabled=False,  # the door did
            ignoring_self_events_enabled=False,
        )
        listeners = self._listeners
        app.action(_ANY)(listeners.clicked)
        app.view(_ANY)(listeners.submitted)
        app.command(_ANY)(listeners.commanded)
        app.error(_failed)
        return app


async def _failed(error: Exception) -> "BoltResponse":
    """What nobody listens to is acknowledged; what cannot be read or done is not."""
    from slack_bolt.error import BoltUnhandledRequestError
    from slack_bolt.response import BoltResponse

    if isinstance(error, BoltUnhandledRequestError):
        return BoltResponse(status=200)
    if isinstance(error, Unreadable):
        return BoltResponse(status=400)
    log.error("request failed", path="/slack/events", error=type(error).__name__)
    return BoltResponse(status=500)


def _load() -> None:
    import slack_bolt.adapter.aiohttp
    import slack_bolt.app.async_app  # noqa: F401


def quiet_logger() -> logging.Logger:
    """Bolt's own lines hold what people wrote."""
    logger = logging.getLogger("slack_bolt.quiet")
    logger.setLevel(_SILENT)
    logger.propagate = False
    return logger
