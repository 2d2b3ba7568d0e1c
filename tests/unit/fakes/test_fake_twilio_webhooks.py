"""Webhooks of Twilio's stand-in, checked with the SDK's own validator; and its process."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import parse_qsl

import aiohttp
import pytest
from aiohttp import web
from multidict import MultiDict
from twilio.request_validator import RequestValidator, get_signature_algorithm

from tests.fakes.process import Remote, running
from tests.fakes.twilio import (
    ACCOUNT_SID,
    AUTH_TOKEN,
    Drop,
    FakeTwilio,
    Hang,
    inbound,
    segments,
    signed_form,
)

PUBLIC = "https://bot.test"
US, THEM = "+15550100001", "+15550100002"


class Bot:
    """Stands where the bot would: keeps what it was posted and whether it was truly signed."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, MultiDict[str], bool]] = []
        self.url = ""

    async def webhook(self, request: web.Request) -> web.Response:
        form = MultiDict(parse_qsl(await request.text(), keep_blank_values=True))
        signature = request.headers["X-Twilio-Signature"]
        signed = RequestValidator(AUTH_TOKEN).validate(PUBLIC + request.path_qs, form, signature)
        self.heard.append((request.path_qs, form, signed))
        return web.Response(text="<Response/>", content_type="text/xml")


@pytest.fixture
async def bot() -> AsyncIterator[Bot]:
    bot, app = Bot(), web.Application()
    app.router.add_post("/{path:.*}", bot.webhook)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    bot.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield bot
    await runner.cleanup()


@pytest.fixture
async def twilio(bot: Bot) -> AsyncIterator[FakeTwilio]:
    async with FakeTwilio() as fake:
        fake.ways[PUBLIC] = bot.url
        yield fake


async def send(url: str, callback: str | None = None) -> int:
    more = {} if callback is None else {"StatusCallback": callback}
    return await post(url, {"To": THEM, "From": US, "Body": "Hello"} | more)


async def post(url: str, form: dict[str, str]) -> int:
    auth = {"Authorization": aiohttp.encode_basic_auth(ACCOUNT_SID, AUTH_TOKEN)}
    address = f"{url}/2010-04-01/Accounts/{ACCOUNT_SID}/Messages.json"
    async with (
        aiohttp.ClientSession() as session,
        session.post(address, data=form, headers=auth) as response,
    ):
        return response.status


async def test_a_text_is_delivered_over_the_public_url_truly_signed(
    twilio: FakeTwilio, bot: Bot
) -> None:
    text = inbound("Ünïcode & more?", from_=THEM, to=US, media=[("https://x.test/1", "image/png")])
    reply = await twilio.deliver(f"{PUBLIC}/webhooks/twilio/sms?a=b", text)
    assert (reply.status, reply.text) == (200, "<Response/>")
    [(path, form, signed)] = bot.heard
    assert signed
    assert path == "/webhooks/twilio/sms?a=b"
    assert dict(form) == text
    assert form["NumMedia"] == "1"
    assert form["MessageSid"].startswith("MM")


async def test_a_status_callback_goes_to_the_url_the_bot_gave(twilio: FakeTwilio, bot: Bot) -> None:
    assert await send(twilio.url, f"{PUBLIC}/webhooks/twilio/status?outbox=7") == 201
    sid = twilio.messages[0].sid
    await twilio.report(sid, "undelivered", error_code=30005)
    [(path, form, signed)] = bot.heard
    assert signed
    assert path == "/webhooks/twilio/status?outbox=7"
    assert (form["MessageSid"], form["MessageStatus"]) == (sid, "undelivered")
    assert form["ErrorCode"] == "30005"
    assert twilio.messages[0].sent is not None


async def test_a_messaging_service_has_picked_its_sender_when_it_reports(
    twilio: FakeTwilio, bot: Bot
) -> None:
    twilio.account.numbers = {US: f"{PUBLIC}/webhooks/twilio/sms"}
    form = {"To": THEM, "MessagingServiceSid": "MG1", "Body": "Hello"}
    assert await post(twilio.url, form | {"StatusCallback": f"{PUBLIC}/status"}) == 201
    await twilio.report(twilio.messages[0].sid, "sent")
    [(_, told, _)] = bot.heard
    assert (told["From"], told["MessagingServiceSid"]) == (US, "MG1")


@pytest.mark.parametrize("shared_key", [None, "webhooks_sharedkey_1"])
def test_signatures_hold_for_both_algorithms_and_for_repeated_keys(
    shared_key: str | None,
) -> None:
    fields = [("Body", "a+b & c"), ("Body", "again"), ("Empty", ""), ("From", THEM)]
    body, headers = signed_form(f"{PUBLIC}/sms", fields, "secret", shared_key=shared_key)
    form = MultiDict(parse_qsl(body.decode(), keep_blank_values=True))
    assert list(form.items()) == fields
    algorithm = get_signature_algorithm(headers.get("X-Twilio-Webhooks-Signature-Settings"))
    assert algorithm == ("HMAC_SHA1" if shared_key is None else "HMAC_SHA256")
    signature = headers["X-Twilio-Signature"]
    validator = RequestValidator("secret")
    assert validator.validate(f"{PUBLIC}/sms", form, signature, algorithm)
    assert not validator.validate(f"{PUBLIC}/other", form, signature, algorithm)


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("x" * 160, 1),
        ("x" * 161, 2),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("\u2018" + "x" * 69, 1),
        ("\u2018" + "x" * 70, 2),
        ("🍤" * 35, 1),
        ("🍤" * 36, 2),
    ],
)
def test_segments_are_counted_by_alphabet(body: str, count: int) -> None:
    assert segments(body) == count


async def test_as_a_process_it_outlives_its_callers_and_keeps_its_state(tmp_path: Path) -> None:
    state = tmp_path / "twilio.jsonl"
    async with running("twilio", "--state", str(state)) as twilio:
        await drop_one(twilio)
        [message] = await twilio.recorded("messages", at_least=1)
        assert (message["to"], message["body"]) == (THEM, "Hello")
        await twilio.settings(opted_out=[THEM])
        assert await send(twilio.url) == 400
        with pytest.raises(AssertionError, match="1 are recorded"):
            await twilio.recorded("messages", at_least=2, within=0.01)
    async with running("twilio", "--state", str(state)) as again:
        assert await again.recorded("messages") == [message]


async def drop_one(twilio: Remote) -> None:
    await twilio.script(Drop())
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await send(twilio.url)


async def test_as_a_process_it_can_be_held_released_and_told_to_report(bot: Bot) -> None:
    async with running("twilio") as twilio:
        await twilio.settings(ways={PUBLIC: bot.url})
        await twilio.script(Hang())
        sending = asyncio.create_task(send(twilio.url, f"{PUBLIC}/status"))
        await twilio.held()
        [message] = await twilio.recorded("messages")
        await twilio.release()
        assert await sending == 201
        reply = await twilio.do("report", sid=message["sid"], status="delivered")
        assert reply["status"] == 200
    [(_, form, signed)] = bot.heard
    assert signed
    assert form["MessageStatus"] == "delivered"
