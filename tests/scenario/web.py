"""A visitor of the website: a client of the chat API as browsers have one, with a hand-written
EventSource that keeps to the standard, and a WebSocket."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from types import TracebackType
from typing import Any, Self

import aiohttp
import msgspec
from aiohttp import ClientResponse, ClientSession, ClientWebSocketResponse, WSMsgType

from channels.web.events import SocketEvent, StreamEvent
from tests.scenario.inside import Inside

PATIENCE_S = 30.0
STREAM = "/api/v1/ai/chat/stream"
Json = dict[str, Any]


def _known(event: Json, kinds: Any) -> Json:
    """An event, as the API's description has it."""
    msgspec.convert(event, kinds)
    return event


class EventStream:
    """A stream of events, read as the WHATWG HTML standard says (9.2.6): what EventSource
    does."""

    def __init__(self, answer: ClientResponse) -> None:
        self.answer = answer
        self.last_event_id = ""
        self.retry_ms: int | None = None
        self.comments: list[str] = []
        self.events: list[Json] = []

    async def next(self) -> Json:
        """The next event's data. Raises EOFError at the stream's end."""
        data: list[str] = []
        async with asyncio.timeout(PATIENCE_S):
            while raw := await self.answer.content.readline():
                line = raw.decode().rstrip("\r\n")
                if not line and data:
                    self.events.append(_known(json.loads("\n".join(data)), StreamEvent))
                    return self.events[-1]
                self._field(line, data)
        raise EOFError

    def _field(self, line: str, data: list[str]) -> None:
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if line.startswith(":"):
            self.comments.append(value)
        elif name == "data":
            data.append(value)
        elif name == "id" and "\0" not in value:
            self.last_event_id = value
        elif name == "retry" and value.isdecimal():
            self.retry_ms = int(value)

    async def until(self, kind: str) -> Json:
        """The next event of a kind."""
        while (event := await self.next())["type"] != kind:
            pass
        return event

    async def rest(self) -> list[Json]:
        """All events to the stream's end."""
        found = []
        try:
            while True:
                found.append(await self.next())
        except EOFError:
            return found

    async def comment(self) -> str:
        """The next comment."""
        before = len(self.comments)
        async with asyncio.timeout(PATIENCE_S):
            while len(self.comments) == before:
                self._field((await self.answer.content.readline()).decode().rstrip("\n"), [])
        return self.comments[-1]


def text_of(events: list[Json]) -> str:
    """What a client that follows the events shows in the end."""
    text = ""
    for event in events:
        match event["type"]:
            case "start":
                text = ""
            case "token":
                text += event["content"]
            case "replace":
                text = event["content"]
            case "done":
                text = event["content"] or ""
    return text


class Socket:
    """A WebSocket, frame by frame."""

    def __init__(self, connection: ClientWebSocketResponse) -> None:
        self.connection = connection
        self.frames: list[Json] = []

    async def say(self, words: str, client_message_id: str, **more: Any) -> None:
        frame = {"type": "message", "message": words, "client_message_id": client_message_id}
        await self.connection.send_json(frame | more)

    async def next(self) -> Json:
        """The next frame. Raises EOFError once it is closed."""
        message = await self.connection.receive(timeout=PATIENCE_S)
        if message.type is not WSMsgType.TEXT:
            raise EOFError(self.connection.close_code)
        self.frames.append(_known(json.loads(message.data), SocketEvent))
        return self.frames[-1]

    async def until(self, kind: str) -> Json:
        """The next frame of a kind."""
        while (frame := await self.next())["type"] != kind:
            pass
        return frame

    async def closed(self) -> int:
        """The code it is closed with."""
        while True:
            try:
                await self.next()
            except EOFError:
                return self.connection.close_code or 0


class Visitor:
    """Somebody in the website's chat. token, thread: as the first answer gave them."""

    def __init__(self, stage: Inside, token: str | None = None, thread: str | None = None) -> None:
        self.url, self.token, self.thread = stage.url, token, thread
        self._session = ClientSession()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._session.close()

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}

    async def ask(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str] | None = None,
        **request: Any,
    ) -> tuple[int, Any]:
        """Any request: its answer's status and JSON (bytes where it is none)."""
        given = {**self.headers, **(headers or {})}
        async with self._session.request(
            method, f"{self.url}{path}", headers=given, **request
        ) as answer:
            body = await answer.read()
            self.answered = answer
        is_json = answer.content_type == "application/json"
        return answer.status, json.loads(body) if is_json else body

    async def says(self, words: str, **more: Any) -> Json:
        """A message, answered in one piece."""
        body = {"message": words, **({"thread_id": self.thread} if self.thread else {}), **more}
        status, answer = await self.ask("POST", "/api/v1/ai/chat", json=body)
        assert status == 200, answer
        self._keep(answer)
        return dict(answer)

    async def history(self, **query: Any) -> Json:
        status, page = await self.ask("GET", f"/api/v1/ai/chat/{self.thread}/history", params=query)
        assert status == 200, page
        return dict(page)

    @asynccontextmanager
    async def streams(self, words: str, **more: Any) -> AsyncIterator[EventStream]:
        """A message by POST, and the stream of its answer."""
        body = {"message": words, **({"thread_id": self.thread} if self.thread else {}), **more}
        async with self._session.post(
            f"{self.url}{STREAM}", json=body, headers=self.headers
        ) as answer:
            assert answer.status == 200, await answer.text()
            stream = EventStream(answer)
            self._keep(await stream.next())
            yield stream

    @asynccontextmanager
    async def listens(
        self, last_event_id: str | None = None, **query: str
    ) -> AsyncIterator[EventStream]:
        """An EventSource, which can only GET."""
        headers = self.headers | ({"Last-Event-ID": last_event_id} if last_event_id else {})
        query = {**({"thread_id": self.thread} if self.thread else {}), **query}
        async with self._session.get(
            f"{self.url}{STREAM}", params=query, headers=headers
        ) as answer:
            assert answer.status == 200, await answer.text()
            yield EventStream(answer)

    @asynccontextmanager
    async def socket(
        self, after: str | None = None, agent: str = "", **options: Any
    ) -> AsyncIterator[Socket]:
        """A tab: a WebSocket, its first frame read."""
        thread = self.thread or "new"
        protocols = ["chat.v1", *([f"token.{self.token}"] if self.token else [])]
        query = {"after": after} if after else {}
        query |= {"agent": agent} if agent else {}
        async with self._session.ws_connect(
            f"{self.url}/ws/chat/{thread}", protocols=protocols, params=query, **options
        ) as connection:
            socket = Socket(connection)
            self._keep(await socket.next())
            yield socket

    def _keep(self, told: Json) -> None:
        self.thread = told["thread_id"]
        self.token = told.get("visitor_token", self.token)


async def refused(visitor: Visitor, **options: Any) -> int:
    """The status with which a WebSocket is refused."""
    try:
        async with visitor.socket(**options):
            return 101
    except aiohttp.WSServerHandshakeError as error:
        return error.status
