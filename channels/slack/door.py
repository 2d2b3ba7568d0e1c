"""What Slack sends us: verified, then stored or answered within its three seconds."""

import asyncio
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from aiohttp import web

from bot.delivery import SendError
from bot.errors import Away
from bot.messages import Inbound, Unreadable
from bot.ports import Directory
from channels.slack.events import Json, SlackEvents
from channels.slack.ports import House
from channels.slack.signature import Signature

if TYPE_CHECKING:
    from channels.slack.bolt import Bolt

_AT_ONCE = 1.0  # seconds; an event must be acknowledged within three


class SlackDoor:
    """Takes what comes to the request URL, or by Socket Mode: events are stored and acknowledged,
    nothing else; what a person waits on goes to the listeners. signature: None where requests are
    not taken, but only what comes by Socket Mode."""

    def __init__(
        self,
        signature: Signature | None,
        events: SlackEvents,
        directory: Directory,
        house: House,
        bolt: "Bolt",
    ) -> None:
        self._signature, self._events = signature, events
        self._directory, self._house, self.bolt = directory, house, bolt

    async def answer(self, request: web.Request) -> web.Response:
        """The answer to a request. Raises Forged, of which nothing is kept, and Unreadable."""
        body = await request.read()
        if self._signature is None:
            return web.Response(status=404)
        self._signature.verify(body, request.headers)
        if not request.headers.get("Content-Type", "").startswith("application/json"):
            return await self.bolt.answer(body, request.headers)
        envelope = _json(body)
        if envelope.get("type") == "url_verification":
            return web.json_response({"challenge": str(envelope.get("challenge", ""))})
        if envelope.get("type") == "event_callback":
            await self.hear(envelope)
        return web.Response()

    async def hear(self, envelope: Json) -> None:
        """Stores what an event tells of, where it is anything to us. One that is told again was
        stored before, or was not: then it is now. Raises Unreadable."""
        inbound = self._events.of(envelope)
        if inbound is None:
            inbound = await self._in_our_thread(envelope)
        if inbound is not None:
            await self._house.accept(inbound)
        elif talked_in := self._events.talk_under(envelope):
            await self._house.touched(talked_in)

    async def _in_our_thread(self, envelope: Json) -> Inbound | None:
        """A line of staff's in a thread that began with the bot; others' talk there is theirs."""
        inbound = self._events.of_thread(envelope)
        if inbound is None:
            return None
        channel, _, thread = inbound.lane.address.partition(":")
        if not await self._house.is_ours(channel, thread):
            return None
        try:
            async with asyncio.timeout(_AT_ONCE):
                known = await self._directory.find(inbound.meta["user"])
        except (Away, SendError, TimeoutError):
            return inbound  # the turn finds out
        return inbound if known else None


def _json(body: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(body)
    except ValueError as error:
        raise Unreadable("the body is no JSON") from error
    if not isinstance(found, dict):
        raise Unreadable("the body is no JSON object")
    return found
