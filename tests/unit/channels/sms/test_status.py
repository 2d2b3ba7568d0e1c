"""Status callbacks, translated."""

from typing import Any

import pytest

from bot.clock import ManualClock
from bot.delivery import Delivery, DeliveryStatus
from bot.messages import Forged, Unreadable
from channels.sms.config import SmsConfig
from channels.sms.inbound import SmsInbound
from tests.fakes.twilio import ACCOUNT_SID, AUTH_TOKEN, signed_form
from tests.unit.channels.sms.ground import CUSTOMER, OURS, PUBLIC_URL

PATH = "/webhooks/twilio/status"


@pytest.fixture
def door(clock: ManualClock) -> SmsInbound:
    return SmsInbound(SmsConfig(ACCOUNT_SID, AUTH_TOKEN, public_url=PUBLIC_URL), clock)


def receive(door: SmsInbound, query: str = "", **changes: str | None) -> Delivery:
    params: dict[str, Any] = {
        "MessageSid": "SM1",
        "MessageStatus": "delivered",
        "From": OURS,
        "To": CUSTOMER,
    } | changes
    kept = {name: value for name, value in params.items() if value is not None}
    body, headers = signed_form(PUBLIC_URL + PATH + query, kept, AUTH_TOKEN)
    return door.receive_status(PATH + query, body, headers)


def test_a_delivery(door: SmsInbound) -> None:
    assert receive(door, "?outbox=out_1") == Delivery(
        channel="sms",
        provider_id="SM1",
        status=DeliveryStatus.DELIVERED,
        provider_status="delivered",
        outbox_id="out_1",
    )


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("accepted", None),
        ("scheduled", None),
        ("queued", None),
        ("sending", None),
        ("receiving", None),
        ("received", None),
        ("one_of_tomorrow", None),
        ("sent", DeliveryStatus.SENT),
        ("delivered", DeliveryStatus.DELIVERED),
        ("partially_delivered", DeliveryStatus.DELIVERED),
        ("read", DeliveryStatus.DELIVERED),
        ("undelivered", DeliveryStatus.UNDELIVERED),
        ("failed", DeliveryStatus.FAILED),
        ("canceled", DeliveryStatus.FAILED),
    ],
)
def test_each_status(door: SmsInbound, word: str, status: DeliveryStatus | None) -> None:
    delivery = receive(door, MessageStatus=word)
    assert (delivery.status, delivery.provider_status) == (status, word)


@pytest.mark.parametrize(
    ("written", "code"),
    [("30007", 30007), (None, None), ("", None), ("none", None), ("-1", None), ("9" * 5000, None)],
)
def test_error_code(door: SmsInbound, written: str | None, code: int | None) -> None:
    assert receive(door, MessageStatus="undelivered", ErrorCode=written).error_code == code


@pytest.mark.parametrize(
    ("query", "outbox_id"),
    [("", None), ("?outbox=", None), ("?x=1&outbox=a%2Bb", "a+b"), ("?x=1", None)],
)
def test_outbox_id(door: SmsInbound, query: str, outbox_id: str | None) -> None:
    assert receive(door, query).outbox_id == outbox_id


def test_an_outbox_id_nobody_signed(door: SmsInbound) -> None:
    params = {"MessageSid": "SM1", "MessageStatus": "delivered"}
    body, headers = signed_form(f"{PUBLIC_URL}{PATH}?outbox=out_1", params, AUTH_TOKEN)
    with pytest.raises(Forged):
        door.receive_status(f"{PATH}?outbox=out_2", body, headers)


@pytest.mark.parametrize("name", ["MessageSid", "MessageStatus"])
def test_what_must_be_there(door: SmsInbound, name: str) -> None:
    with pytest.raises(Unreadable, match=name):
        receive(door, "", **{name: None})
