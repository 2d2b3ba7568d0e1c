"""Files fetched from the stand-in, as Twilio serves them: behind credentials, or elsewhere."""

import asyncio
import base64
import socket
from collections.abc import Awaitable, Callable

import pytest
from aiohttp import web
from pytest_aiohttp import AiohttpServer
from yarl import URL

from bot.messages import FetchError, File
from channels.sms.config import SmsConfig
from channels.sms.media import SmsMedia
from channels.sms.reach import PublicResolver, Reach, is_public
from tests.fakes.twilio import ACCOUNT_SID, API_KEY, API_SECRET, AUTH_TOKEN, FakeTwilio

MOST = 1000
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Anywhere(Reach):
    """As in production, but for plain HTTP to 127.0.0.1, which is all that a test has."""

    def allows(self, url: URL) -> bool:
        return True


def config(url: str = "", token: str = AUTH_TOKEN) -> SmsConfig:
    return SmsConfig(ACCOUNT_SID, token, api_url=url)


async def refusal(media: SmsMedia, url: str, most: int = MOST) -> FetchError:
    with pytest.raises(FetchError) as caught:
        await media.fetch(url, most)
    return caught.value


@pytest.mark.parametrize("keys", [("", ""), (API_KEY, API_SECRET)])
async def test_fetched_with_the_accounts_credentials(
    twilio: FakeTwilio, keys: tuple[str, str]
) -> None:
    media = SmsMedia(SmsConfig(ACCOUNT_SID, AUTH_TOKEN, *keys, api_url=twilio.url))
    url = twilio.add_media(b"a picture", "image/jpeg")
    assert await media.fetch(url, MOST) == File("image/jpeg", b"a picture")


async def test_wrong_credentials_are_not_tried_again(twilio: FakeTwilio) -> None:
    url = twilio.add_media(b"a picture", "image/jpeg")
    assert not (await refusal(SmsMedia(config(twilio.url, "wrong")), url)).again


async def test_the_store_it_leads_to_gets_no_credentials(twilio: FakeTwilio) -> None:
    media = SmsMedia(config(twilio.url), Anywhere(twilio.url))
    url = twilio.add_media(b"a picture", "image/png", cdn=True)
    # The stand-in's store refuses whoever brings credentials.
    assert await _public(media, url) == File("image/png", b"a picture")


async def _public(media: SmsMedia, url: str) -> File:
    """Fetches, as if this machine's own addresses were the internet's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("channels.sms.reach.is_public", lambda address: True)
        return await media.fetch(url, MOST)


async def test_a_redirect_to_this_machine_is_not_followed(twilio: FakeTwilio) -> None:
    url = twilio.add_media(b"a picture", "image/png", cdn=True)
    assert not (await refusal(SmsMedia(config(twilio.url)), url)).again
    # Nor where only the name's address tells.
    private = SmsMedia(config(twilio.url), Anywhere(twilio.url))
    assert "not fetched" in str(await refusal(private, url))


@pytest.mark.parametrize(
    ("content", "content_type", "taken"),
    [
        (b"x" * MOST, "image/jpeg", True),
        (b"x" * (MOST + 1), "image/jpeg", False),
        (b"x", "IMAGE/JPG", True),
        (b"x", "video/mp4", True),
        (b"x", "text/x-vcard", True),
        (b"x", "application/pdf", True),
        (b"x", "image/svg+xml", False),
        (b"x", "text/html", False),
        (b"x", "application/octet-stream", False),
    ],
)
async def test_types_and_sizes(
    twilio: FakeTwilio, content: bytes, content_type: str, taken: bool
) -> None:
    media, url = SmsMedia(config(twilio.url)), twilio.add_media(content, content_type)
    if taken:
        assert (await media.fetch(url, MOST)).content == content
    else:
        assert not (await refusal(media, url)).again


async def served(aiohttp_server: AiohttpServer, handler: Handler) -> tuple[SmsMedia, str]:
    app = web.Application()
    app.router.add_get("/file", handler)
    server = await aiohttp_server(app)
    return SmsMedia(config(str(server.make_url("/"))), seconds=0.5), str(server.make_url("/file"))


async def test_a_body_that_is_longer_than_it_said(aiohttp_server: AiohttpServer) -> None:
    async def endless(request: web.Request) -> web.StreamResponse:
        answer = web.StreamResponse(headers={"Content-Type": "image/png"})
        await answer.prepare(request)
        while True:
            await answer.write(b"x" * 1000)

    media, url = await served(aiohttp_server, endless)
    assert not (await refusal(media, url)).again


async def test_what_would_be_unpacked_is_not_taken(aiohttp_server: AiohttpServer) -> None:
    async def packed(_: web.Request) -> web.Response:
        return web.Response(
            body=b"x", headers={"Content-Encoding": "gzip", "Content-Type": "image/png"}
        )

    media, url = await served(aiohttp_server, packed)
    assert not (await refusal(media, url)).again


@pytest.mark.parametrize(
    ("status", "again"), [(404, True), (429, True), (500, True), (401, False), (410, False)]
)
async def test_what_may_pass_is_tried_again(
    aiohttp_server: AiohttpServer, status: int, again: bool
) -> None:
    async def refuse(_: web.Request) -> web.Response:
        return web.Response(status=status)

    media, url = await served(aiohttp_server, refuse)
    assert (await refusal(media, url)).again is again


async def test_who_is_slow_is_left(aiohttp_server: AiohttpServer) -> None:
    async def silent(_: web.Request) -> web.Response:
        await asyncio.Event().wait()
        raise AssertionError

    media, url = await served(aiohttp_server, silent)
    assert (await refusal(media, url)).again


async def test_round_and_round(aiohttp_server: AiohttpServer) -> None:
    async def around(_: web.Request) -> web.Response:
        return web.Response(status=302, headers={"Location": "/file"})

    media, url = await served(aiohttp_server, around)
    assert not (await refusal(media, url)).again


async def test_nobody_there() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
        assert (await refusal(SmsMedia(config(url)), f"{url}/file")).again


@pytest.mark.parametrize(
    ("url", "twilios"),
    [
        ("https://api.twilio.com/2010-04-01/x", True),
        ("https://API.TWILIO.COM/x", True),
        ("https://media.us1.twilio.com/x", True),
        ("http://api.twilio.com/x", False),
        ("https://api.twilio.com:8443/x", False),
        ("https://api.twilio.com@evil.example/x", False),
        ("https://me:pass@api.twilio.com/x", False),
        ("https://api.twilio.com.evil.example/x", False),
        ("https://eviltwilio.com/x", False),
        ("https://media.twiliocdn.com/x", False),
        ("http://127.0.0.1:8001/x", True),
        ("http://127.0.0.1:8002/x", False),
    ],
)
def test_who_is_told_the_credentials(url: str, twilios: bool) -> None:
    assert Reach("http://127.0.0.1:8001").is_twilio(URL(url)) is twilios


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("https://media.twiliocdn.com/x", True),
        ("https://s3.amazonaws.com/x", True),
        ("https://8.8.8.8/x", True),
        ("http://media.twiliocdn.com/x", False),
        ("https://127.0.0.1/x", False),
        ("https://169.254.169.254/latest/meta-data", False),
        ("https://[::1]/x", False),
        ("https://[::ffff:10.0.0.1]/x", False),
        ("https://[64:ff9b::a00:1]/x", False),
        ("https://10.1.2.3/x", False),
        ("file:///etc/passwd", False),
    ],
)
def test_where_anything_is_fetched_from(url: str, allowed: bool) -> None:
    assert Reach().allows(URL(url)) is allowed


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111"])
def test_public_addresses(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "10.0.0.1", "100.64.0.1", "224.0.0.1", "fe80::1%eth0", "::", "name"]
)
def test_private_addresses(address: str) -> None:
    assert not is_public(address)


async def test_a_name_of_this_machine_is_not_resolved() -> None:
    resolver = PublicResolver()
    with pytest.raises(OSError, match="not public"):
        await resolver.resolve("localhost", 443)
    await resolver.close()


@pytest.mark.parametrize(
    "url", ["", "/relative", "https://", "https://[bad/", "mailto:a@b.example"]
)
async def test_what_is_no_address(url: str) -> None:
    assert not (await refusal(SmsMedia(config()), url)).again


async def test_an_error_tells_no_address(twilio: FakeTwilio) -> None:
    url = twilio.add_media(b"x", "text/html")
    error = await refusal(SmsMedia(config(twilio.url)), url)
    assert url not in str(error)
    assert base64.b64encode(AUTH_TOKEN.encode()).decode() not in str(error)
