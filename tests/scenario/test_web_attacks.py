"""The website's door against those who mean harm: broken headers, bodies that never end, disks to
fill; and what a visitor sees of a failure of ours."""

import asyncio
import socket
from contextlib import AsyncExitStack, suppress
from datetime import timedelta

import pytest
from aiohttp import WSCloseCode, web

from bot import uploads
from bot.messages import Event
from channels.web import pictures, sse
from tests.polling import until
from tests.scenario.inside import NOW, Inside, on_sqlite
from tests.scenario.web import Visitor

UPLOADS = "/api/v1/ai/uploads"
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
async def ann(ann: Visitor) -> Visitor:
    await ann.says("hi")
    return ann


class Plain:
    """A connection on which anything can be said."""

    def __init__(self, stage: Inside) -> None:
        self._at = stage.url.removeprefix("http://").split(":")

    async def __aenter__(self) -> "Plain":
        host, port = self._at
        self._reader, self.writer = await asyncio.open_connection(host, int(port))
        return self

    async def __aexit__(self, *_: object) -> None:
        self.writer.close()
        with suppress(ConnectionError):
            await self.writer.wait_closed()

    def say(self, request: str, *headers: bytes, body: bytes = b"", length: int = -1) -> None:
        sized = b"Content-Length: %d" % (len(body) if length < 0 else length)
        lines = [f"{request} HTTP/1.1".encode(), b"Host: bot.test", sized, *headers, b"", body]
        self.writer.write(b"\r\n".join(lines))

    async def status(self) -> int:
        async with asyncio.timeout(10):
            return int((await self._reader.readline()).split()[1])


@on_sqlite
async def test_headers_that_are_no_text(stage: Inside) -> None:
    hello = b'{"message": "hi", "agent": "%s"}'
    table = {
        b"Authorization: Bearer \xff": (403, 403),
        b"Cookie: visitor=\xff": (200, 403),
        b"Authorization: Bearer staff_\xff": (403, 403),
        b"X-Forwarded-For: \xff": (200, 403),
        b"Origin: http://[": (403, 403),
        b"Origin: \xff": (403, 403),
    }
    for header, expected in table.items():
        for agent, status in zip((b"customer", b"staff"), expected, strict=True):
            async with Plain(stage) as somebody:
                somebody.say("POST /api/v1/ai/chat", header, body=hello % agent)
                assert await somebody.status() == status, (header, agent)
    for header in (b"Authorization: Bearer \xff", b"Sec-WebSocket-Protocol: chat.v1, token.\xff"):
        async with Plain(stage) as somebody:
            somebody.say("GET /ws/chat/new", header)
            assert await somebody.status() == 403, header


async def test_nobody_fills_the_disk(
    stage: Inside, ann: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MOST_A_DAY", 2048)
    assert (await ann.ask("POST", UPLOADS, data=PNG + bytes(2000)))[0] == 201
    assert (await ann.ask("POST", UPLOADS, data=PNG + bytes(2000)))[0] == 429
    found = []
    for _ in range(3):  # who is somebody new each time still has one address
        _, answer = await ann.ask("POST", "/api/v1/visitors", headers={"Authorization": ""})
        ann.token = answer["visitor_token"]
        found.append((await ann.ask("POST", UPLOADS, data=PNG + bytes(2000)))[0])
    assert found == [201, 201, 429]
    assert int(ann.answered.headers["Retry-After"]) > 60
    assert await stage.rows("SELECT count(*) FROM uploads") == [3]
    stage.set_now(NOW + timedelta(days=2))  # nor does what no message ever named stay
    await stage.tick()
    assert await stage.rows("SELECT count(*) FROM uploads") == [0]


@on_sqlite
async def test_a_socket_that_fails_is_closed_as_one(
    stage: Inside, ann: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(*_: object) -> None:
        raise RuntimeError

    async with ann.socket() as tab:
        monkeypatch.setattr(stage.app.chat, "take", fails)
        await tab.say("hello?", "m1")
        assert await tab.closed() == WSCloseCode.INTERNAL_ERROR
    monkeypatch.undo()
    async with ann.socket() as tab:  # and nothing was lost: it is said again
        await tab.say("hello?", "m1")
        await tab.until("done")


@on_sqlite
async def test_a_repeat_outlives_its_pictures(stage: Inside, ann: Visitor) -> None:
    _, upload = await ann.ask("POST", UPLOADS, data=PNG)
    message = {"client_message_id": "m1", "attachments": [upload["id"]]}
    said = await ann.says("our patio", **message)
    stage.set_now(NOW + timedelta(days=2))
    await stage.tick()
    assert await stage.rows("SELECT count(*) FROM uploads") == [0]
    assert await ann.says("our patio", **message) == said


@on_sqlite
async def test_a_stale_cookie_opens_a_socket_of_somebody_new(stage: Inside) -> None:
    async with Plain(stage) as somebody:
        key = b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
        upgrade = (b"Upgrade: websocket", b"Connection: Upgrade", b"Sec-WebSocket-Version: 13", key)
        somebody.say("GET /ws/chat/new", b"Cookie: visitor=stale", *upgrade)
        assert await somebody.status() == 101


@on_sqlite
async def test_a_reader_who_takes_nothing_leaves_nothing_behind(
    stage: Inside, ann: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_: list[asyncio.Transport] = []
    write = sse._write

    async def watched(request: web.Request, response: web.StreamResponse, data: bytes) -> None:
        if request.transport is not None:
            open_[:] = [request.transport]
        await write(request, response, data)

    monkeypatch.setattr(sse, "_write", watched)
    monkeypatch.setattr(sse, "_STUCK_SECONDS", 0.2)
    [mailbox] = await stage.rows("SELECT id FROM lanes")
    host, port = stage.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as idle:
        idle.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        token = f"Authorization: Bearer {ann.token}"
        path = f"/api/v1/ai/chat/stream?thread_id={ann.thread}"
        idle.sendall(f"GET {path} HTTP/1.1\r\nHost: bot.test\r\n{token}\r\n\r\n".encode())

        async def gone() -> bool:
            stage.app.live.publish(mailbox, Event("handoff", {"active": True, "name": "x" * 99999}))
            return bool(open_) and open_[0].is_closing()

        await until(gone)

        async def empty() -> bool:
            return open_[0].get_write_buffer_size() == 0

        await until(empty)


@on_sqlite
async def test_a_picture_that_never_comes_is_waited_for_so_long(
    stage: Inside, ann: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "_SECONDS", 0.1)
    async with Plain(stage) as slow:
        slow.say(f"POST {UPLOADS}", _bearer(ann), body=PNG, length=1000)
        assert await slow.status() == 408
    assert (await ann.ask("POST", UPLOADS, data=PNG))[0] == 201


@on_sqlite
async def test_so_many_pictures_are_on_their_way_at_once(stage: Inside, ann: Visitor) -> None:
    async with AsyncExitStack() as stack:
        slow = [await stack.enter_async_context(Plain(stage)) for _ in range(11)]
        for each in slow:
            each.say(f"POST {UPLOADS}", _bearer(ann), body=PNG, length=1000)
        waiting = [asyncio.create_task(each.status()) for each in slow]
        done, others = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        assert [task.result() for task in done] == [429]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def there_is_room_again() -> bool:
        return (await ann.ask("POST", UPLOADS, data=PNG))[0] == 201

    await until(there_is_room_again)


def _bearer(visitor: Visitor) -> bytes:
    return f"Authorization: Bearer {visitor.token}".encode()
