"""Sending through the real SDK, against the stand-in at the wire."""

import asyncio
import logging
import socket
import time
import traceback

import pytest
from aiohttp import web
from msgspec.structs import replace
from pytest_aiohttp import AiohttpServer

from bot.delivery import Outbound, SendError, SendTrouble
from bot.messages import LaneAddress
from channels.sms.outbound import SmsSender
from tests.fakes.twilio import (
    API_KEY,
    API_SECRET,
    Drop,
    FakeTwilio,
    Hang,
    Lose,
    Refuse,
    Unavailable,
)
from tests.unit.channels.sms.ground import CUSTOMER, OURS, MakeSender

SERVICE = "MG" + "0" * 32


async def refused(sender: SmsSender, message: Outbound) -> SendError:
    with pytest.raises(SendError) as caught:
        await sender.send(message)
    return caught.value


async def test_sent(sender: SmsSender, message: Outbound, twilio: FakeTwilio) -> None:
    sent = await sender.send(message)
    (taken,) = list(twilio.messages)
    assert (sent.provider_id, sent.provider_status, sent.segments) == (taken.sid, "queued", 1)
    assert (taken.to, taken.from_, taken.body) == (CUSTOMER, OURS, "We have Saturday free.")
    assert taken.status_callback == "https://bot.example.com/webhooks/twilio/status?outbox=out_1"
    assert taken.media_urls == []


async def test_typography_is_made_plain(
    sender: SmsSender, message: Outbound, twilio: FakeTwilio
) -> None:
    sent = await sender.send(replace(message, body="\u201cYes\u201d \u2014 5\u00a0pm\u2026 " * 8))
    assert next(iter(twilio.messages)).body == '"Yes" - 5 pm... ' * 8
    assert sent.segments == 1


async def test_emoji_are_left(sender: SmsSender, message: Outbound, twilio: FakeTwilio) -> None:
    sent = await sender.send(replace(message, body="🎉" * 36))
    assert next(iter(twilio.messages)).body == "🎉" * 36
    assert sent.segments == 2


async def test_a_reply_goes_out_from_the_number_that_was_texted(
    make_sender: MakeSender, message: Outbound, twilio: FakeTwilio
) -> None:
    texted = replace(message, lane=LaneAddress("sms", CUSTOMER, "+19165550198"))
    await make_sender(messaging_service_sid=SERVICE).send(texted)
    (taken,) = list(twilio.messages)
    assert (taken.from_, taken.messaging_service_sid) == ("+19165550198", None)


@pytest.mark.parametrize(
    ("service", "from_", "segments"), [("", OURS, 1), (SERVICE, None, 1)], ids=["number", "service"]
)
async def test_what_answers_nobody(
    make_sender: MakeSender,
    message: Outbound,
    twilio: FakeTwilio,
    service: str,
    from_: str | None,
    segments: int,
) -> None:
    unasked = replace(message, lane=LaneAddress("sms", CUSTOMER))
    sent = await make_sender(messaging_service_sid=service).send(unasked)
    (taken,) = list(twilio.messages)
    assert (taken.from_, taken.messaging_service_sid or "") == (from_, service)
    assert sent.segments == segments  # which a service itself does not say yet


async def test_nothing_to_send_from(make_sender: MakeSender, message: Outbound) -> None:
    unasked = replace(message, lane=LaneAddress("sms", CUSTOMER))
    error = await refused(make_sender(phone_number=""), unasked)
    assert (error.trouble, error.code) == (SendTrouble.UNREGISTERED, 21603)


async def test_no_callback_without_a_public_url(
    make_sender: MakeSender, message: Outbound, twilio: FakeTwilio
) -> None:
    await make_sender(public_url="").send(message)
    assert next(iter(twilio.messages)).status_callback is None


async def test_by_api_key(make_sender: MakeSender, message: Outbound) -> None:
    sender = make_sender(auth_token="", api_key=API_KEY, api_secret=API_SECRET)
    assert (await sender.send(message)).provider_id


async def test_wrong_credentials(make_sender: MakeSender, message: Outbound) -> None:
    error = await refused(make_sender(auth_token="wrong"), message)
    assert (error.trouble, error.code) == (SendTrouble.UNREGISTERED, 20003)


@pytest.mark.parametrize(
    ("status", "code", "trouble"),
    [
        (400, 21610, SendTrouble.OPTED_OUT),
        (400, 21211, SendTrouble.BAD_ADDRESS),
        (400, 21614, SendTrouble.BAD_ADDRESS),
        (400, 21635, SendTrouble.BAD_ADDRESS),
        (400, 21617, SendTrouble.TOO_LONG),
        (400, 21606, SendTrouble.UNREGISTERED),
        (429, 20429, SendTrouble.RETRY),
        (429, 14107, SendTrouble.RETRY),
        (500, 20500, SendTrouble.DOUBT),
        (503, 20503, SendTrouble.DOUBT),
    ],
)
async def test_refused(
    sender: SmsSender,
    message: Outbound,
    twilio: FakeTwilio,
    status: int,
    code: int,
    trouble: SendTrouble,
) -> None:
    twilio.script(Refuse(status, code, f"about {CUSTOMER}"))
    error = await refused(sender, message)
    assert error.trouble is trouble
    assert error.code == (20429 if status == 429 else code)
    assert CUSTOMER not in "".join(traceback.format_exception(error))
    assert len(twilio.messages) == 0


async def test_too_long(sender: SmsSender, message: Outbound) -> None:
    error = await refused(sender, replace(message, body="x" * 1601))
    assert (error.trouble, error.code) == (SendTrouble.TOO_LONG, 21617)


@pytest.mark.parametrize(
    ("header", "after"), [("7", 7.0), ("", None), ("soon", None), ("\u0667", None)]
)
async def test_too_many_requests(
    make_sender: MakeSender,
    message: Outbound,
    aiohttp_server: AiohttpServer,
    header: str,
    after: float | None,
) -> None:
    async def throttle(request: web.Request) -> web.Response:
        return web.Response(status=429, headers={"Retry-After": header}, text="{}")

    app = web.Application()
    app.router.add_post("/{path:.*}", throttle)
    server = await aiohttp_server(app)
    error = await refused(make_sender(api_url=str(server.make_url("/"))), message)
    assert (error.trouble, error.code, error.after) == (SendTrouble.RETRY, 20429, after)


@pytest.mark.parametrize("fault", [Unavailable(), Unavailable(502), Unavailable(200), Lose()])
async def test_an_answer_that_says_nothing_is_a_doubt(
    sender: SmsSender, message: Outbound, twilio: FakeTwilio, fault: Unavailable | Lose
) -> None:
    twilio.script(fault)
    assert (await refused(sender, message)).trouble is SendTrouble.DOUBT
    assert len(twilio.messages) == 0


async def test_dropped_after_it_was_taken(
    sender: SmsSender, message: Outbound, twilio: FakeTwilio
) -> None:
    twilio.script(Drop())
    assert (await refused(sender, message)).trouble is SendTrouble.DOUBT
    assert len(twilio.messages) == 1


@pytest.mark.parametrize("accepted", [True, False])
async def test_a_hang_ends_in_the_time_that_is_set(
    make_sender: MakeSender, message: Outbound, twilio: FakeTwilio, accepted: bool
) -> None:
    sender = make_sender(read_timeout_s=0.2)
    await sender.send(message)  # loads the SDK, which is not to be timed
    twilio.script(Hang(accepted=accepted))
    started = time.monotonic()
    async with asyncio.timeout(5):
        assert (await refused(sender, message)).trouble is SendTrouble.DOUBT
    assert 0.2 <= time.monotonic() - started < 2


async def test_nobody_listens(make_sender: MakeSender, message: Outbound) -> None:
    with socket.socket() as taken:  # bound, but not listening
        taken.bind(("127.0.0.1", 0))
        sender = make_sender(api_url=f"http://127.0.0.1:{taken.getsockname()[1]}")
        assert (await refused(sender, message)).trouble is SendTrouble.RETRY


async def test_a_connection_that_never_comes_about(
    make_sender: MakeSender, message: Outbound
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:  # shakes no hands: no TLS
        url = f"https://127.0.0.1:{silent.getsockname()[1]}"
        sender = make_sender(api_url=url, connect_timeout_s=0.2)
        async with asyncio.timeout(5):
            assert (await refused(sender, message)).trouble is SendTrouble.RETRY


async def test_first_sends_at_once_share_a_client(
    sender: SmsSender, message: Outbound, twilio: FakeTwilio
) -> None:
    sent = await asyncio.gather(*(sender.send(message) for _ in range(5)))
    assert len({each.provider_id for each in sent}) == len(twilio.messages) == 5


async def test_closed_and_used_again(sender: SmsSender, message: Outbound) -> None:
    await sender.close()
    await sender.send(message)
    await sender.close()
    await sender.close()
    assert (await sender.send(message)).provider_id


async def test_nothing_is_logged(
    sender: SmsSender,
    message: Outbound,
    twilio: FakeTwilio,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    await sender.send(message)
    await sender.find_sent(message, frozenset())
    assert CUSTOMER not in caplog.text
    assert "Twilio API" not in caplog.text
    assert message.body not in caplog.text
