"""Visitors' pictures: sent ahead of the message that names them, and shown to them again."""

import asyncio
from typing import Protocol

from aiohttp import web

from bot.chat_messages import Caller
from bot.errors import Refused
from bot.messages import File
from channels.web.answers import json
from channels.web.gate import Gate
from channels.web.inbound import read_id
from channels.web.pace import AtOnce
from channels.web.ports import History
from channels.web.shapes import Uploaded
from channels.web.sniff import picture_type

MOST_BYTES = 5 * 1024 * 1024
_SECONDS = 60.0  # in which one has come, or never does
_AT_ONCE, _AT_ONCE_OF_ALL = 10, 40  # that are on their way, and in memory as far as they came
SHOWN = ("image/jpeg", "image/png", "image/gif", "image/webp")
_HEADERS = {
    "Cache-Control": "private, max-age=86400",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "cross-origin",
}


class Uploads(Protocol):
    """Where pictures wait for their message."""

    async def keep(self, file: File, caller: Caller) -> str:
        """Keeps one; its id. Raises TooFast."""


class Pictures:
    """The handlers."""

    def __init__(self, gate: Gate, uploads: Uploads, history: History) -> None:
        self._gate, self._uploads, self._history = gate, uploads, history
        self._coming = AtOnce(_AT_ONCE, _AT_ONCE_OF_ALL)

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/api/v1/ai/uploads", self.upload),
            web.get("/api/v1/ai/media/{media_id}", self.show),
        ]

    async def upload(self, request: web.Request) -> web.Response:
        """The bytes of a picture."""
        caller = self._gate.visitor(request)
        with self._coming.one_of(caller.address):
            content = await _read(request)
        kind = picture_type(content)
        if kind is None:
            raise Refused(415, "send a JPEG, PNG, GIF or WebP picture")
        return json(Uploaded(await self._uploads.keep(File(kind, content), caller)), 201)

    async def show(self, request: web.Request) -> web.Response:
        """A picture of the visitor's history, however it came."""
        visitor = self._gate.visitor(request).visitor or ""
        kind, content = await self._history.file(read_id(request.match_info["media_id"]), visitor)
        # What came by text is whatever its sender sent: only pictures are shown as what they are.
        known = kind if kind in SHOWN else "application/octet-stream"
        place = "inline" if kind in SHOWN else "attachment"
        headers = {**_HEADERS, "Content-Disposition": place}
        return web.Response(body=content, content_type=known, headers=headers)


async def _read(request: web.Request) -> bytes:
    """The body, which may be larger than others."""
    if (request.content_length or 0) > MOST_BYTES:
        raise Refused(413, f"a picture may have {MOST_BYTES} bytes at the most")
    content = bytearray()
    try:
        async with asyncio.timeout(_SECONDS):
            async for chunk in request.content.iter_any():
                content += chunk
                if len(content) > MOST_BYTES:
                    raise Refused(413, f"a picture may have {MOST_BYTES} bytes at the most")
    except TimeoutError as error:
        raise Refused(408, f"a picture must come within {_SECONDS:.0f} seconds") from error
    return bytes(content)
