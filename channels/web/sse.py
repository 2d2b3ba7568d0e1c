"""Server-Sent Events: an answer as it is written, and a thread as it goes on."""

import asyncio
from contextlib import aclosing

import structlog
from aiohttp import web
from msgspec import Struct

from bot.chat_messages import Caller, Saying, Shown
from bot.messages import Unreadable
from channels.web.gate import Gate
from channels.web.inbound import Agent, ChatRequest, Id, Text, read_body, read_id, read_query
from channels.web.ports import Chat, Feed
from channels.web.wire import GOODBYE, KEEP_ALIVE, OPENING, frames

_MUCH = 16 * 1024  # bytes that wait for the reader; asyncio makes writers wait at 64 KiB
_STUCK_SECONDS = 60.0  # a reader who takes nothing for so long is gone
_HEADERS = {
    "Content-Type": "text/event-stream; charset=utf-8",
    "Cache-Control": "no-store",
    "X-Accel-Buffering": "no",  # nginx would keep it back
}

log = structlog.get_logger(__name__)


class StreamQuery(Struct, frozen=True):
    """For EventSource, which can only GET. message: says something first, and the stream ends
    with its answer. after: the last line that the client has."""

    thread_id: Id | None = None
    message: Text | None = None
    client_message_id: Id | None = None
    after: Id | None = None
    agent: Agent = "customer"


class Streams:
    """The handlers."""

    def __init__(self, gate: Gate, chat: Chat) -> None:
        self._gate, self._chat = gate, chat

    def routes(self) -> list[web.RouteDef]:
        path = "/api/v1/ai/chat/stream"
        return [web.post(path, self.post), web.get(path, self.get, allow_head=False)]

    async def post(self, request: web.Request) -> web.StreamResponse:
        """A message; the stream ends with the end of the turn that took it."""
        asked = read_body(await request.read(), ChatRequest)
        caller = await self._gate.speaker(request, asked.agent)
        return await self._answer(request, asked.saying(), caller)

    async def get(self, request: web.Request) -> web.StreamResponse:
        """With a message the same as post; without one, or once a client comes again to resume,
        the thread from where the client left it, for as long as the client stays."""
        asked = read_query(request.query, StreamQuery)
        if asked.message is None:
            caller = await self._gate.anybody(request)
        else:
            caller = await self._gate.speaker(request, asked.agent)
        seen = request.headers.get("Last-Event-ID")
        if asked.message is not None and asked.client_message_id is None:
            raise Unreadable("a message needs a client_message_id: browsers send it again")
        if asked.message is None and asked.thread_id is None:
            raise Unreadable("name a thread_id, or say a message")
        if asked.message is not None and not seen:
            own, agent = asked.client_message_id, asked.agent
            request_ = ChatRequest(asked.message, asked.thread_id, own, agent)
            return await self._answer(request, request_.saying(), caller)
        after = read_id(seen) if seen else asked.after
        saying = Saying(asked.message or "", asked.thread_id, asked.client_message_id)
        feed = await self._chat.follow(saying, caller, after)
        return await self._run(request, web.StreamResponse(headers=_HEADERS), feed)

    async def _answer(
        self, request: web.Request, saying: Saying, caller: Caller
    ) -> web.StreamResponse:
        admitted, feed = await self._chat.stream(saying, caller)
        start = {"type": "start", "thread_id": admitted.thread_id}
        response = web.StreamResponse(headers=_HEADERS)
        if admitted.new and caller.staff is None:
            token = self._gate.issue(admitted.visitor)
            start["visitor_token"] = token
            self._gate.hand_out(request, response, token)
        return await self._run(request, response, feed, Shown(start))

    async def _run(
        self,
        request: web.Request,
        response: web.StreamResponse,
        feed: Feed,
        start: Shown | None = None,
    ) -> web.StreamResponse:
        """Shows a feed to its end. A visitor who leaves stops the feed, never the turn."""
        await response.prepare(request)
        try:
            await self._relay(request, response, feed, start)
        except (ConnectionError, TimeoutError):
            response.force_close()
            if request.transport is not None:
                request.transport.abort()  # close() would wait until the reader takes the rest
        except Exception as error:
            # Its status is out; all that is left to do is to end the stream, to be opened again.
            log.error("a stream failed", error=type(error).__name__, exc_info=error)
            response.force_close()
        return response

    async def _relay(
        self,
        request: web.Request,
        response: web.StreamResponse,
        feed: Feed,
        start: Shown | None,
    ) -> None:
        await response.write(OPENING + (frames([start]) if start else b""))
        async with aclosing(feed.shown()) as batches:
            async for shown in batches:
                data = frames(_without_start(shown) if start else shown)
                if any(each.event["type"] == "start" for each in shown):
                    start = None
                if data or not shown:
                    await _write(request, response, data or KEEP_ALIVE)
        await response.write(GOODBYE if feed.closing else b"")
        await response.write_eof()


async def _write(request: web.Request, response: web.StreamResponse, data: bytes) -> None:
    """Raises TimeoutError where the reader takes nothing for long."""
    transport = request.transport
    if transport is not None and transport.get_write_buffer_size() + len(data) < _MUCH:
        await response.write(data)  # it cannot have to wait
        return
    async with asyncio.timeout(_STUCK_SECONDS):
        await response.write(data)


def _without_start(shown: list[Shown]) -> list[Shown]:
    """The stream began with a start of its own, at once."""
    return [each for each in shown if each.event["type"] != "start"]
