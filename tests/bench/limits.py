"""What bare libraries can do: the servers that the bot is held against."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import parse_qsl

import orjson
from aiohttp import web
from multidict import MultiDict

from tests.bench.relay import relay

Handler = Callable[[web.Request], Awaitable[web.Response]]

_TWIML = b'<?xml version="1.0" encoding="UTF-8"?><Response/>'


def _only(handler: Handler) -> web.Application:
    site = web.Application()
    site.router.add_route("*", "/{path:.*}", handler)
    return site


@asynccontextmanager
async def echo() -> AsyncIterator[web.Application]:
    """JSON in, the same JSON out."""

    async def handler(request: web.Request) -> web.Response:
        said = orjson.loads(await request.read()) if request.can_read_body else {}
        return web.Response(body=orjson.dumps(said), content_type="application/json")

    yield _only(handler)


@asynccontextmanager
async def verify() -> AsyncIterator[web.Application]:
    """Twilio's validator, and nothing stored."""
    from twilio.request_validator import SIGNATURE_HEADER, RequestValidator

    from tests.bench.requests import PUBLIC_URL
    from tests.fakes.twilio.account import AUTH_TOKEN

    validator = RequestValidator(AUTH_TOKEN)

    async def handler(request: web.Request) -> web.Response:
        body = (await request.read()).decode()
        form = MultiDict(parse_qsl(body, keep_blank_values=True))
        signature = request.headers[SIGNATURE_HEADER]
        if not validator.validate(PUBLIC_URL + request.raw_path, form, signature):
            raise web.HTTPForbidden
        return web.Response(body=_TWIML, content_type="text/xml")

    yield _only(handler)


@asynccontextmanager
async def store() -> AsyncIterator[web.Application]:
    """A turn's two messages stored through the bot's own SQLite writer, and nothing else done:
    the visitor's first, so that it is durable whatever becomes of the answer."""
    from sqlalchemy import Column, Connection, Integer, MetaData, String, Table, insert

    from storage.connect import open_database

    messages = Table(
        "messages",
        MetaData(),
        Column("id", Integer, primary_key=True),
        Column("role", String),
        Column("content", String),
    )
    added = insert(messages)

    def put(tx: Connection, role: str, content: str) -> None:
        tx.execute(added, {"role": role, "content": content})

    database = await open_database(f"sqlite:///{Path.cwd()}/store.db")
    await database.write(messages.create)

    async def handler(request: web.Request) -> web.Response:
        said = orjson.loads(await request.read())
        await database.write(put, "user", said["text"])
        await database.write(put, "assistant", said["text"])
        answer = orjson.dumps({"response": said["text"]})
        return web.Response(body=answer, content_type="application/json")

    yield _only(handler)
    await database.close()


SITES = {"echo": echo, "verify": verify, "store": store, "relay": relay}
