"""What the tests of `bot check` have in common."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from tests.fakes.openai import FakeOpenAI
from tests.fakes.slack import BOT_TOKEN, FakeSlack
from tests.fakes.twilio import ACCOUNT_SID, API_SECRET, AUTH_TOKEN, FakeTwilio

BUSINESS = Path(__file__).parents[3] / "business"
KEY, SIGNING, WRONG = "sk-stand-in-0123456789", "signing-0123456789", "wrong-0123456789"
SECRETS = (KEY, SIGNING, WRONG, BOT_TOKEN, AUTH_TOKEN, API_SECRET, "hush")
NUMBER, STAFF = "+15550100001", "C0STAFF001"
PUBLIC, OURS = "https://bot.example.com", "https://bot.example.com/webhooks/twilio/sms"

Check = Callable[..., Awaitable[list[str]]]


def of_openai(fake: FakeOpenAI, **changes: Any) -> dict[str, Any]:
    return {"openai_api_key": KEY, "openai_base_url": fake.base_url} | changes


def of_twilio(fake: FakeTwilio, **changes: Any) -> dict[str, Any]:
    return {
        "twilio_account_sid": ACCOUNT_SID,
        "twilio_auth_token": AUTH_TOKEN,
        "twilio_phone_number": NUMBER,
        "twilio_api_url": fake.url,
        "public_url": PUBLIC,
    } | changes


def of_slack(fake: FakeSlack, **changes: Any) -> dict[str, Any]:
    token = {"slack_bot_token": BOT_TOKEN, "slack_staff_channel": STAFF}
    return token | {"slack_api_url": fake.base_url} | changes


def wrongs(lines: list[str]) -> list[str]:
    return [line.removeprefix("✗ ") for line in lines if line.startswith("✗")]


async def the_wrong(check: Check, **settings: Any) -> str:
    """The one thing that is wrong."""
    (line,) = wrongs(await check(**settings))
    return line
