from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from bot.clock import ManualClock
from bot.delivery import Outbound
from bot.messages import LaneAddress
from channels.sms.config import SmsConfig
from channels.sms.outbound import SmsSender
from tests.fakes.twilio import ACCOUNT_SID, AUTH_TOKEN, FakeTwilio
from tests.unit.channels.sms.ground import CUSTOMER, OURS, PUBLIC_URL, MakeSender


@pytest.fixture
def clock() -> ManualClock:
    """Far from today, as in a rehearsal: nothing may mix it up with Twilio's."""
    return ManualClock(datetime(2031, 5, 2, 18, 30, tzinfo=UTC))


@pytest.fixture
async def twilio() -> AsyncIterator[FakeTwilio]:
    async with FakeTwilio() as fake:
        yield fake


@pytest.fixture
async def make_sender(twilio: FakeTwilio, clock: ManualClock) -> AsyncIterator[MakeSender]:
    """Senders to the stand-in, configured as the test says, closed in the end."""
    made: list[SmsSender] = []

    def make(**changes: object) -> SmsSender:
        settings: dict[str, object] = {
            "account_sid": ACCOUNT_SID,
            "auth_token": AUTH_TOKEN,
            "phone_number": OURS,
            "public_url": PUBLIC_URL,
            "api_url": twilio.url,
        }
        sender = SmsSender(SmsConfig(**settings | changes), clock)  # type: ignore[arg-type]
        made.append(sender)
        return sender

    yield make
    for sender in made:
        await sender.close()


@pytest.fixture
def sender(make_sender: MakeSender) -> SmsSender:
    return make_sender()


@pytest.fixture
def message(clock: ManualClock) -> Outbound:
    return Outbound(
        public_id="out_1",
        lane=LaneAddress("sms", CUSTOMER, OURS),
        kind="reply",
        body="We have Saturday free.",
        written_at=clock.now(),
    )
