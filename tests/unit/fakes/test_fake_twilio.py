"""Twilio's stand-in, seen through Twilio's own SDK."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
from twilio.base.exceptions import TwilioRestException
from twilio.http.async_http_client import AsyncTwilioHttpClient
from twilio.rest import Client

from tests.fakes.twilio import (
    ACCOUNT_SID,
    API_KEY,
    API_SECRET,
    AUTH_TOKEN,
    Delay,
    Drop,
    FakeTwilio,
    Hang,
    Lose,
    Pass,
    Refuse,
    Unavailable,
)

US, THEM = "+15550100001", "+15550100002"
SEND = {"to": THEM, "from_": US, "body": "Hello"}


class LocalHttp(AsyncTwilioHttpClient):  # type: ignore[misc]  # the SDK ships no types
    """The SDK's HTTP client, led to the stand-in, with credentials as a header.

    aiohttp deprecates the `auth` argument the SDK would use, and warnings are errors here.
    """

    def __init__(self, url: str) -> None:
        super().__init__()
        self._url = url

    async def request(
        self, method: str, url: str, auth: tuple[str, str], headers: dict[str, str], **more: Any
    ) -> Any:
        signed = headers | {"Authorization": aiohttp.encode_basic_auth(*auth)}
        local = url.replace("https://api.twilio.com", self._url)
        return await super().request(method, local, headers=signed, **(more | {"timeout": 5}))


@pytest.fixture
async def twilio() -> AsyncIterator[FakeTwilio]:
    async with FakeTwilio() as fake:
        yield fake


@pytest.fixture
async def client(twilio: FakeTwilio) -> AsyncIterator[Any]:
    async with LocalHttp(twilio.url) as http:
        yield Client(ACCOUNT_SID, AUTH_TOKEN, http_client=http)


async def refusal(client: Any, **change: Any) -> tuple[int, int]:
    with pytest.raises(TwilioRestException) as caught:
        await client.messages.create_async(**(SEND | change))
    return caught.value.status, caught.value.code


async def test_a_message_is_taken_and_shown_as_the_sdk_reads_it(
    twilio: FakeTwilio, client: Any
) -> None:
    sent = await client.messages.create_async(**SEND, status_callback="https://bot.test/status?o=1")
    assert sent.sid == twilio.messages[0].sid
    assert sent.sid.startswith("SM")
    assert len(sent.sid) == 34
    assert (sent.status, sent.num_segments, sent.error_code) == ("queued", "1", None)
    assert (sent.from_, sent.to, sent.body) == (US, THEM, "Hello")
    assert abs(sent.date_created - datetime.now(UTC)) < timedelta(seconds=10)
    assert twilio.messages[0].status_callback == "https://bot.test/status?o=1"
    assert (await client.messages(sent.sid).fetch_async()).body == "Hello"


async def test_a_messaging_service_picks_the_sender_later(client: Any) -> None:
    sent = await client.messages.create_async(to=THEM, messaging_service_sid="MG1", body="Hi")
    assert (sent.status, sent.from_, sent.num_segments) == ("accepted", None, "0")


async def test_media_makes_it_an_mms(twilio: FakeTwilio, client: Any) -> None:
    urls = ["https://bot.test/a.png", "https://bot.test/b.png"]
    sent = await client.messages.create_async(**SEND, media_url=urls)
    assert (sent.sid[:2], sent.num_media) == ("MM", "2")
    assert twilio.messages[0].media_urls == urls


async def test_lists_are_filtered_paged_and_newest_first(twilio: FakeTwilio, client: Any) -> None:
    for number in range(5):
        await client.messages.create_async(**(SEND | {"body": f"text {number}"}))
    await client.messages.create_async(to="+15550100003", from_=US, body="to another")
    today = datetime.now(UTC)
    listed = await client.messages.list_async(to=THEM, from_=US, date_sent=today, page_size=2)
    assert [each.body for each in listed] == [f"text {number}" for number in (4, 3, 2, 1, 0)]
    hour = timedelta(hours=1)
    assert len(await client.messages.list_async(date_sent_after=today - hour)) == 6
    assert await client.messages.list_async(date_sent_after=today + hour) == []
    assert await client.messages.list_async(date_sent_before=today - 24 * hour) == []
    assert len(await client.messages.list_async(limit=4, page_size=3)) == 4


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"to": ""}, 21604),
        ({"to": "5550100"}, 21211),
        ({"to": US}, 21266),
        ({"from_": ""}, 21603),
        ({"body": ""}, 21602),
        ({"body": "x" * 1601}, 21617),
        ({"media_url": ["https://bot.test/a.png"] * 11}, 21623),
        ({"status_callback": "/webhooks/twilio/status"}, 21609),
    ],
)
async def test_what_twilio_refuses_is_refused(
    twilio: FakeTwilio, client: Any, change: dict[str, Any], code: int
) -> None:
    assert await refusal(client, **change) == (400, code)
    assert len(twilio.messages) == 0


async def test_numbers_are_refused_by_their_state(twilio: FakeTwilio, client: Any) -> None:
    twilio.account.opted_out.add(THEM)
    assert await refusal(client) == (400, 21610)
    twilio.account.refused["+15550100003"] = 21614
    assert await refusal(client, to="+15550100003") == (400, 21614)
    twilio.account.numbers[US] = "https://bot.test/webhooks/twilio/sms"
    assert await refusal(client, to="+15550100004", from_="+15550199999") == (400, 21606)


async def test_wrong_credentials_are_refused_and_an_api_key_is_good(twilio: FakeTwilio) -> None:
    async with LocalHttp(twilio.url) as http:
        forged = Client(ACCOUNT_SID, "wrong", http_client=http)
        assert await refusal(forged) == (401, 20003)
        keyed = Client(API_KEY, API_SECRET, ACCOUNT_SID, http_client=http)
        await keyed.messages.create_async(**SEND)
    assert len(twilio.messages) == 1


async def test_scripted_refusals_come_in_order_then_all_is_well(
    twilio: FakeTwilio, client: Any
) -> None:
    twilio.script(Refuse(429, 20429), times=2)
    twilio.script(Pass(), Unavailable(), Delay(0.01))
    assert [await refusal(client), await refusal(client)] == [(429, 20429)] * 2
    await client.messages.create_async(**SEND)
    assert await refusal(client) == (503, 503)
    await client.messages.create_async(**SEND)
    await client.messages.create_async(**SEND)
    assert len(twilio.messages) == 3


@pytest.mark.parametrize(("fault", "accepted"), [(Drop(), 1), (Lose(), 0)])
async def test_a_lost_answer_says_nothing_of_what_was_accepted(
    twilio: FakeTwilio, client: Any, fault: Drop | Lose, accepted: int
) -> None:
    twilio.script(fault)
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await client.messages.create_async(**SEND)
    assert len(await client.messages.list_async(to=THEM)) == accepted


@pytest.mark.parametrize("accepted", [True, False])
async def test_an_answer_hangs_until_it_is_released(
    twilio: FakeTwilio, client: Any, accepted: bool
) -> None:
    twilio.script(Hang(accepted=accepted))
    sending = asyncio.create_task(client.messages.create_async(**SEND))
    await twilio.gates.held()
    assert len(twilio.messages) == int(accepted)
    twilio.gates.release()
    assert (await sending).sid == twilio.messages[0].sid


async def test_a_caller_who_leaves_before_acceptance_has_sent_nothing(
    twilio: FakeTwilio, client: Any
) -> None:
    twilio.script(Hang(accepted=False))
    sending = asyncio.create_task(client.messages.create_async(**SEND))
    await twilio.gates.held()
    sending.cancel()
    await twilio.gates.none_held()
    twilio.gates.release()
    assert len(twilio.messages) == 0


async def test_the_accounts_numbers_show_where_their_texts_go(
    twilio: FakeTwilio, client: Any
) -> None:
    twilio.account.numbers = {US: "https://bot.test/webhooks/twilio/sms", THEM: ""}
    listed = await client.incoming_phone_numbers.list_async(phone_number=US)
    assert [each.sms_url for each in listed] == ["https://bot.test/webhooks/twilio/sms"]
    assert len(await client.incoming_phone_numbers.list_async(page_size=1)) == 2


@pytest.mark.parametrize("cdn", [False, True])
async def test_media_want_credentials_of_the_api_and_none_of_the_store(
    twilio: FakeTwilio, cdn: bool
) -> None:
    url = twilio.add_media(b"\x89PNG", "image/png", cdn=cdn)
    auth = {"Authorization": aiohttp.encode_basic_auth(API_KEY, API_SECRET)}
    async with aiohttp.ClientSession() as session:
        async with session.get(url) as refused:
            assert refused.status == 401
        async with session.get(url, headers=auth) as found:
            assert (found.status, found.content_type) == (200, "image/png")
            assert await found.read() == b"\x89PNG"
            assert bool(found.history) == cdn
        async with session.get(url.replace("/ME", "/ME0"), headers=auth) as missing:
            assert missing.status == 404
