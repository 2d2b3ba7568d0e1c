"""How much one address may ask of a process."""

import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request

from bot.errors import TooFast
from channels.web.addresses import Addresses
from channels.web.pace import Pace


async def nothing(_: web.Request) -> web.StreamResponse:
    return web.Response()


def request(remote: str, path: str = "/api/v1/widget") -> web.Request:
    return make_mocked_request("GET", path).clone(remote=remote)


async def test_requests_of_an_address_are_bounded() -> None:
    pace = Pace(Addresses(()), per_minute=1, burst=3, open_at_once=9)
    for _ in range(3):
        await pace.check(request("198.51.100.7"), nothing)
    with pytest.raises(TooFast) as error:
        await pace.check(request("198.51.100.7"), nothing)
    assert 50 < error.value.after <= 60
    with pytest.raises(TooFast):  # what is refused takes nothing, and gives nothing either
        await pace.check(request("198.51.100.7"), nothing)
    await pace.check(request("198.51.100.8"), nothing)
    await pace.check(request("198.51.100.7", "/healthz"), nothing)


async def test_open_connections_of_an_address_are_bounded() -> None:
    pace = Pace(Addresses(()), per_minute=1000, burst=1000, open_at_once=1)
    path = "/api/v1/ai/chat/stream"

    async def one_more(_: web.Request) -> web.StreamResponse:
        await pace.check(request("198.51.100.8", path), nothing)
        await pace.check(request("198.51.100.7"), nothing)
        return await pace.check(request("198.51.100.7", "/ws/chat/new"), nothing)

    with pytest.raises(TooFast):
        await pace.check(request("198.51.100.7", path), one_more)
    await pace.check(request("198.51.100.7", path), nothing)
