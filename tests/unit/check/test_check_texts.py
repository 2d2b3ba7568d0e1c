"""`bot check`: Twilio's credentials, and whether it brings texts to this bot."""

import pytest

from tests.fakes.twilio import API_KEY, API_SECRET, FakeTwilio, Service
from tests.unit.check.ground import NUMBER, OURS, WRONG, Check, of_twilio, the_wrong, wrongs

SERVICE = "MG" + "2" * 32


async def test_a_refused_auth_token(check: Check, twilio: FakeTwilio) -> None:
    told = await the_wrong(check, **of_twilio(twilio, twilio_auth_token=WRONG))
    assert told.startswith("TWILIO_ACCOUNT_SID or TWILIO_AUTH_TOKEN is refused (401)")


async def test_a_refused_api_key(check: Check, twilio: FakeTwilio) -> None:
    good = {"twilio_api_key": API_KEY, "twilio_api_secret": API_SECRET}
    assert "✓ TWILIO_API_KEY is taken" in await check(**of_twilio(twilio, **good))
    told = await the_wrong(check, **of_twilio(twilio, **good | {"twilio_api_secret": WRONG}))
    assert told.startswith("TWILIO_API_KEY or TWILIO_API_SECRET is refused (401)")


async def test_a_suspended_account_and_a_trial(check: Check, twilio: FakeTwilio) -> None:
    twilio.account.type = "Trial"
    lines = await check(**of_twilio(twilio))
    assert any("is a trial" in line for line in lines)
    twilio.account.status = "suspended"
    assert "account is suspended" in await the_wrong(check, **of_twilio(twilio))


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        (
            "https://demo.twilio.com/welcome/sms/reply",
            "to https://demo.twilio.com/welcome/sms/reply",
        ),
        ("https://ann:hush@old.example.com/sms?key=hush", "to https://old.example.com/sms"),
        ("http://bot.example.com/webhooks/twilio/sms", "to http://bot.example.com"),
        ("", "nowhere"),
    ],
)
async def test_a_number_that_calls_somebody_else(
    check: Check, twilio: FakeTwilio, url: str, shown: str
) -> None:
    twilio.account.numbers = {NUMBER: url}
    told = await the_wrong(check, **of_twilio(twilio))
    assert told.startswith(f"the number {NUMBER} brings texts {shown}")
    assert f'set "A message comes in" to {OURS} (HTTP POST)' in told


async def test_a_number_of_somebody_else(check: Check, twilio: FakeTwilio) -> None:
    told = await the_wrong(check, **of_twilio(twilio, twilio_phone_number="+15550100009"))
    assert "+15550100009 is no number of this account" in told


async def test_the_messaging_service_decides_where_texts_go(
    check: Check, twilio: FakeTwilio
) -> None:
    service = of_twilio(twilio, twilio_messaging_service_sid=SERVICE)
    assert "/v1/Services/" in await the_wrong(check, **service)
    twilio.account.numbers = {NUMBER: "https://elsewhere.example.com"}
    twilio.account.services[SERVICE] = Service(OURS)
    assert f"✓ the messaging service brings texts to {OURS}" in await check(**service)
    twilio.account.services[SERVICE] = Service(None)
    assert "the messaging service brings texts nowhere" in await the_wrong(check, **service)
    twilio.account.services[SERVICE] = Service(use_inbound_webhook_on_number=True)
    assert f"the number {NUMBER} brings texts" in await the_wrong(check, **service)


@pytest.mark.parametrize(
    "url",
    "http://localhost:8080 http://127.0.0.1:8080 https://192.168.1.7 http://[::1]:80 "
    "https://bot.local http://bot:8080 https://10.0.0.4/x".split(),
)
async def test_twilio_cannot_call_this_machine(
    check: Check, twilio: FakeTwilio, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setattr("bot.app.check.twilio._API", f"{twilio.url}/2010-04-01")
    changes = {"public_url": url, "twilio_api_url": None, "twilio_phone_number": None}
    told = await the_wrong(check, **of_twilio(twilio, **changes))
    assert told.startswith("PUBLIC_URL is an address of this machine or network")
    assert "21609" in told


async def test_another_twilio_may_call_this_machine(check: Check, twilio: FakeTwilio) -> None:
    twilio.account.numbers = {NUMBER: "http://localhost:8080/webhooks/twilio/sms"}
    assert wrongs(await check(**of_twilio(twilio, public_url="http://localhost:8080"))) == []


async def test_texts_need_a_public_url(check: Check, twilio: FakeTwilio) -> None:
    told = await the_wrong(check, **of_twilio(twilio, public_url=None))
    assert told.startswith("PUBLIC_URL: set it")
