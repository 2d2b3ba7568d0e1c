"""What the page's requests say, and how they are answered."""

from typing import TypeVar

import msgspec
from aiohttp import web

from bot.messages import Unreadable

T = TypeVar("T")


async def body(request: web.Request, type: type[T]) -> T:
    """A request's JSON. Raises Unreadable."""
    if request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType(reason="send JSON")
    try:
        return msgspec.json.decode(await request.read(), type=type)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Unreadable(f"the body is not as it should be: {error}") from error


def words(text: str, most: int) -> str:
    """What somebody wrote. Raises Unreadable."""
    found = text.strip()
    if not found or len(found) > most:
        raise Unreadable(f"write 1 to {most} characters")
    return found


def answer(value: object) -> web.Response:
    return web.Response(body=msgspec.json.encode(value), content_type="application/json")
