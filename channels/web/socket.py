"""The WebSocket: a visitor's messages in, and all that happens in the thread out."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import aclosing, suppress
from functools import partial
from typing import Any, Literal

import orjson
import structlog
from aiohttp import WSCloseCode, WSMsgType, web
from msgspec import Struct

from bot.chat_messages import Caller, Saying
from bot.errors import NoSuchThread, Refused, TooFast
from bot.messages import Unreadable
from channels.web.frames import MessageFrame, PingFrame, ResumeFrame, TypingFrame, read_frame
from channels.web.gate import PROTOCOL, Gate
from channels.web.inbound import Agent, Id, read_id, read_query
from channels.web.ports import Chat, Feed, Standing

HEARTBEAT_SECONDS = 20.0
MOST_BYTES = 32 * 1024  # of one frame
_STUCK_SECONDS = 60.0
_FRAMES_A_SECOND, _FRAMES_AT_ONCE = 10.0, 60.0
_TYPING_EVERY = 2.0  # seconds

log = structlog.get_logger(__name__)


class SocketQuery(Struct, frozen=True):
    """after: the last line that the client has. agent: whom its messages are for; any but
    customer needs a staff token."""

    after: Id | Literal[""] = ""
    agent: Agent = "customer"


class Sockets:
    """The handler."""

    def __init__(self, gate: Gate, chat: Chat) -> None:
        self._gate, self._chat = gate, chat

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/ws/chat/{thread_id}", self.connect, allow_head=False)]

    async def connect(self, request: web.Request) -> web.StreamResponse:
        """A connection; thread "new" begins one. What is refused is refused before it opens."""
        _check_protocol(request)
        asked = read_query(request.query, SocketQuery)
        caller = await self._gate.socket_speaker(request, asked.agent)
        thread_id = read_id(request.match_info["thread_id"])
        socket = web.WebSocketResponse(
            protocols=(PROTOCOL,),
            heartbeat=HEARTBEAT_SECONDS,
            max_msg_size=MOST_BYTES,
            compress=False,  # its buffers take a hundred times what an idle connection does
        )
        if not socket.can_prepare(request):
            raise Refused(426, "this address speaks WebSocket: upgrade the connection")
        ready: dict[str, Any] = {"type": "ready"}
        if thread_id == "new":
            thread_id, visitor = await self._chat.begin(caller, asked.agent)
            if caller.staff is None:
                caller = Caller(visitor, caller.address)
                ready["visitor_token"] = self._gate.issue(visitor)
        standing = await self._chat.standing(thread_id, caller.visitor)
        await socket.prepare(request)
        connection = _Connection(request, socket, self._chat, caller, thread_id, asked.agent)
        if caller.staff is not None:
            connection.check = partial(self._gate.socket_speaker, request, asked.agent)
        await connection.run(ready | _described(thread_id, standing), asked.after or None)
        return socket


def _check_protocol(request: web.Request) -> None:
    offered = request.headers.get("Sec-WebSocket-Protocol", "").replace(" ", "").split(",")
    if offered != [""] and PROTOCOL not in offered:
        # aiohttp would log what was offered, and so the token.
        raise Refused(400, f"offer the subprotocol {PROTOCOL}")


def _described(thread_id: str, standing: Standing) -> dict[str, Any]:
    named = {"name": standing.staff_name} if standing.claimed and standing.staff_name else {}
    return {"thread_id": thread_id, "handoff": standing.claimed, **named}


class _Connection:
    """One that is open. agent: whom its messages are for. check: whether its token still holds,
    which raises Refused; visitors' hold as long as their thread is theirs."""

    def __init__(
        self,
        request: web.Request,
        socket: web.WebSocketResponse,
        chat: Chat,
        caller: Caller,
        thread_id: str,
        agent: str,
    ) -> None:
        self._request, self._socket, self._chat = request, socket, chat
        self._caller, self._thread_id, self._agent = caller, thread_id, agent
        self._frames, self._counted_at = _FRAMES_AT_ONCE, time.monotonic()
        self._typed_at = 0.0
        self._showing: asyncio.Task[None] | None = None
        self.check: Callable[[], Awaitable[Caller]] | None = None

    async def run(self, ready: dict[str, Any], after: str | None) -> None:
        """Until either side closes it."""
        try:
            await self._send(ready)
            await self._show_from(after)
            async for message in self._socket:
                if message.type is not WSMsgType.TEXT:
                    await self._socket.close(code=WSCloseCode.UNSUPPORTED_DATA)
                elif not self._in_time():
                    await self._socket.close(code=WSCloseCode.POLICY_VIOLATION)
                else:
                    await self._hear(message.data)
        except ConnectionError:
            pass  # the visitor left; the turn goes on
        except Exception as error:
            await self._fail(error)
        finally:
            await self._stop_showing()

    def _in_time(self) -> bool:
        """Whether the client keeps to a pace that a person could need."""
        now = time.monotonic()
        grown = self._frames + (now - self._counted_at) * _FRAMES_A_SECOND
        self._frames, self._counted_at = min(grown, _FRAMES_AT_ONCE) - 1, now
        return self._frames >= 0

    async def _hear(self, text: str) -> None:
        try:
            frame = read_frame(text)
        except Unreadable as error:
            await self._send({"type": "error", "error": str(error)})
            return
        match frame:
            case MessageFrame():
                await self._say(frame)
            case TypingFrame():
                await self._type()
            case PingFrame():
                await self._send({"type": "pong"})
            case ResumeFrame():
                await self._show_from(frame.after)

    async def _say(self, frame: MessageFrame) -> None:
        id_ = frame.client_message_id
        try:
            if self.check is not None:
                await self.check()
            await self._chat.take(frame.saying(self._thread_id, self._agent), self._caller)
        except TooFast as error:
            after = {"retry_after": error.after}
            await self._send(
                {"type": "error", "error": str(error), **after, "client_message_id": id_}
            )
        except (Unreadable, NoSuchThread, Refused) as error:
            await self._send({"type": "error", "error": str(error), "client_message_id": id_})
        else:
            await self._send({"type": "accepted", "client_message_id": id_})

    async def _type(self) -> None:
        now = time.monotonic()
        if now - self._typed_at >= _TYPING_EVERY:
            self._typed_at = now
            await self._chat.write_to(self._thread_id, self._caller.visitor or "")

    async def _show_from(self, after: Id | None) -> None:
        await self._stop_showing()
        saying = Saying("", self._thread_id)
        feed = await self._chat.follow(saying, self._caller, after)
        self._showing = asyncio.create_task(self._show(feed), name="socket")

    async def _stop_showing(self) -> None:
        if self._showing is not None:
            self._showing.cancel()
            with suppress(asyncio.CancelledError):
                await self._showing

    async def _show(self, feed: Feed) -> None:
        try:
            async with aclosing(feed.shown()) as batches:
                async for shown in batches:
                    async with asyncio.timeout(_STUCK_SECONDS):
                        for each in shown:
                            await self._send(each.event)
            code = WSCloseCode.SERVICE_RESTART if feed.closing else WSCloseCode.OK
            await self._socket.close(code=code)
        except (ConnectionError, TimeoutError):
            if self._request.transport is not None:
                # close() would wait until the reader takes the rest
                self._request.transport.abort()
        except Exception as error:
            await self._fail(error)

    async def _fail(self, error: Exception) -> None:
        """The handshake is long over: an answer in HTTP would be a broken frame."""
        log.error("a socket failed", error=type(error).__name__, exc_info=error)
        await self._socket.close(code=WSCloseCode.INTERNAL_ERROR)

    async def _send(self, event: dict[str, Any]) -> None:
        await self._socket.send_frame(orjson.dumps(event), WSMsgType.TEXT)
