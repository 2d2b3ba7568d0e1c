"""Web pages fetched: only public ones, only pages, only so much, and only so long."""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from aiohttp import web

from bot.app.pages import web as fetching
from bot.app.pages.document import Unreadable
from bot.app.pages.web import fetch

Pages = Callable[[str], str]
"""The address of a path."""


@pytest.fixture
async def site() -> AsyncIterator[Pages]:
    async def page(request: web.Request) -> web.Response:
        return web.Response(body="<p>caf\xe9".encode("latin-1"), headers={"Content-Type": _LATIN})

    async def to_page(request: web.Request) -> web.Response:
        raise web.HTTPFound("/page")

    async def round_and_round(request: web.Request) -> web.Response:
        raise web.HTTPFound("/round")

    async def to_file(request: web.Request) -> web.Response:
        raise web.HTTPFound("file:///etc/passwd")

    async def json(request: web.Request) -> web.Response:
        return web.json_response({})

    async def endless(request: web.Request) -> web.StreamResponse:
        answer = web.StreamResponse(headers={"Content-Type": "text/html"})
        await answer.prepare(request)
        try:
            while True:
                await answer.write(b"<p>more</p>" * 10_000)
        except ConnectionError:
            return answer

    handlers: dict[str, Callable[[web.Request], Awaitable[web.StreamResponse]]] = {
        "/page": page,
        "/moved": to_page,
        "/round": round_and_round,
        "/file": to_file,
        "/json": json,
        "/endless": endless,
    }
    application = web.Application()
    application.add_routes([web.get(path, handler) for path, handler in handlers.items()])
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    listening = web.TCPSite(runner, "127.0.0.1", 0)
    await listening.start()
    assert runner.addresses
    port = runner.addresses[0][1]
    yield lambda path: f"http://127.0.0.1:{port}{path}"
    await runner.cleanup()


_LATIN = "text/html; charset=latin-1"


async def test_a_page_is_fetched_where_it_moved_to(site: Pages) -> None:
    found = await fetch(site("/moved"), private=True)
    assert found.url == site("/page")
    assert (found.content, found.charset) == ("<p>caf\xe9".encode("latin-1"), "latin-1")


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/round", "from one page to the next"),
        ("/file", "no address of a web page"),
        ("/json", "application/json, no web page"),
        ("/nothing", "status 404"),
        ("/endless", "longer than"),
    ],
)
async def test_what_is_no_page_is_refused(site: Pages, path: str, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        await fetch(site(path), private=True)


async def test_what_is_inside_is_nobodys_to_fetch(
    site: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside = site("/page")
    for address in (
        inside,
        inside.replace("127.0.0.1", "localhost"),
        inside.replace("127.0.0.1", "[::ffff:127.0.0.1]"),
        "http://169.254.169.254/latest/meta-data",
        "http://10.0.0.1/",
    ):
        with pytest.raises(Unreadable, match="network of your own"):
            await fetch(address)
    for address in ("ftp://example.com/x", "https://user:secret@example.com/", "https:///x"):
        with pytest.raises(Unreadable, match="no address"):
            await fetch(address)
    # A public page may lead inside: the first hop is let through here, the second is looked at.
    checked: list[str] = []
    check = fetching._check

    def first_is_public(url: str, *, private: bool) -> None:
        checked.append(url)
        check(url, private=len(checked) == 1)

    monkeypatch.setattr(fetching, "_check", first_is_public)
    with pytest.raises(Unreadable, match="network of your own"):
        await fetch(site("/moved"))
    assert len(checked) == 2
