"""What bare libraries can do with a model's stream: the relay that the bot's is held against."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import orjson
from aiohttp import ClientSession, TCPConnector, web

_HEADERS = {"Content-Type": "text/event-stream", "Cache-Control": "no-store"}


@asynccontextmanager
async def relay() -> AsyncIterator[web.Application]:
    """POST: an answer of OPENAI_BASE_URL's, token by token; nothing is stored or known. GET: a
    stream on which nothing happens."""
    session = ClientSession(connector=TCPConnector(limit=0))
    model = f"{os.environ['OPENAI_BASE_URL']}/chat/completions"

    async def answer(request: web.Request) -> web.StreamResponse:
        said = orjson.loads(await request.read())["message"]
        asked = {"model": "gpt-6-luna", "stream": True, "messages": [_user(said)]}
        response = web.StreamResponse(headers=_HEADERS)
        await response.prepare(request)
        headers = {"Authorization": "Bearer sk-bench"}
        async with session.post(model, json=asked, headers=headers) as stream:
            rest = b""
            async for data in stream.content.iter_any():
                lines = (rest + data).split(b"\n")
                rest = lines.pop()
                if shown := b"".join(map(_shown, lines)):
                    await response.write(shown)
        await response.write(b'data: {"type":"done"}\n\n')
        return response

    async def idle(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers=_HEADERS)
        await response.prepare(request)
        await response.write(b"retry: 2000\n\n")
        await asyncio.Event().wait()
        return response

    site = web.Application()
    site.router.add_post("/{path:.*}", answer)
    site.router.add_get("/{path:.*}", idle)
    yield site
    await session.close()


def _user(said: str) -> dict[str, str]:
    return {"role": "user", "content": said}


def _shown(line: bytes) -> bytes:
    if not line.startswith(b"data: {"):
        return b""
    choices = orjson.loads(line[6:])["choices"]
    content = choices[0]["delta"].get("content") if choices else None
    if not content:
        return b""
    return b"data: %b\n\n" % orjson.dumps({"type": "token", "content": content})
