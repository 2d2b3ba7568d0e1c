"""Texts that come in, translated."""

from typing import Any

import pytest

from bot.clock import ManualClock
from bot.messages import Inbound, LaneAddress, Media, Unreadable
from channels.sms.config import SmsConfig
from channels.sms.inbound import SmsInbound
from tests.fakes.twilio import ACCOUNT_SID, AUTH_TOKEN, inbound, signed_form
from tests.unit.channels.sms.ground import CUSTOMER, OURS, PUBLIC_URL

PATH = "/webhooks/twilio/sms"


@pytest.fixture
def door(clock: ManualClock) -> SmsInbound:
    return SmsInbound(SmsConfig(ACCOUNT_SID, AUTH_TOKEN, public_url=PUBLIC_URL), clock)


def receive(door: SmsInbound, params: Any) -> Inbound:
    body, headers = signed_form(PUBLIC_URL + PATH, params, AUTH_TOKEN)
    return door.receive(PATH, body, headers)


def test_a_text(door: SmsInbound, clock: ManualClock) -> None:
    params = inbound("Hi, 30 people?", from_=CUSTOMER, to=OURS, sid="SM1")
    assert receive(door, params) == Inbound(
        lane=LaneAddress("sms", CUSTOMER, OURS),
        event_id="SM1",
        text="Hi, 30 people?",
        received_at=clock.now(),
        phone=CUSTOMER,
    )


def test_numbers_of_a_pool_have_lanes_of_their_own(door: SmsInbound) -> None:
    service = {"MessagingServiceSid": "MG" + "0" * 32}
    lanes = {
        receive(door, inbound("Hi", from_=CUSTOMER, to=to) | service).lane.key
        for to in (OURS, "+19165550198")
    }
    assert len(lanes) == 2


@pytest.mark.parametrize(
    ("sender", "phone"),
    [
        ("+19165550100", "+19165550100"),
        ("+442071838750", "+442071838750"),
        ("72645", None),
        ("+0123456789", None),
        ("+12345", None),
        ("+1234567890123456", None),
        ("AMZN Info", None),
        ("+1 (916) 555-0100", None),
        ("9165550100", None),
        ("whatsapp:+19165550100", None),
        ("+1916555010\u0665", None),
    ],
)
def test_only_e164_is_a_persons_number(door: SmsInbound, sender: str, phone: str | None) -> None:
    message = receive(door, inbound("Hi", from_=sender, to=OURS))
    assert (message.lane.address, message.phone) == (sender, phone)


@pytest.mark.parametrize(
    ("word", "keyword"),
    [("STOP", "STOP"), ("START", "START"), ("HELP", "HELP"), ("stop", "STOP"), ("", None)],
)
def test_what_twilio_says_of_consent(door: SmsInbound, word: str, keyword: str | None) -> None:
    message = receive(door, inbound("Stop", from_=CUSTOMER, to=OURS, OptOutType=word))
    assert message.keyword == keyword


def test_a_bare_word_is_not_twilios(door: SmsInbound) -> None:
    assert receive(door, inbound("STOP", from_=CUSTOMER, to=OURS)).keyword is None


@pytest.mark.parametrize(
    "text",
    ["", " ", "  keep  my\nspace ", "🎉🎉", "مرحبا ‏40 شخصا", "a" * 1600, "1 < 2 & 3 > 2; 100%"],
)
def test_any_text_comes_as_it_is(door: SmsInbound, text: str) -> None:
    assert receive(door, inbound(text, from_=CUSTOMER, to=OURS)).text == text


def test_nul_is_stripped_after_verification(door: SmsInbound) -> None:
    media = [("https://api.twilio.com/a\x00", "image/jpeg\x00")]
    params = inbound("a\x00b\x00", from_=CUSTOMER, to=OURS, sid="SM\x001", media=media)
    message = receive(door, params)
    assert (message.text, message.event_id) == ("ab", "SM1")
    assert message.media == (Media("https://api.twilio.com/a", "image/jpeg"),)


def test_bytes_that_are_no_utf8_do_not_stop_a_signed_text(door: SmsInbound) -> None:
    params = inbound("caf\ufffd", from_=CUSTOMER, to=OURS)
    body, headers = signed_form(PUBLIC_URL + PATH, params, AUTH_TOKEN)
    message = door.receive(PATH, body.replace(b"%EF%BF%BD", b"%E9"), headers)
    assert message.text == "caf\ufffd"


def test_files(door: SmsInbound) -> None:
    media = [(f"https://api.twilio.com/{n}", "image/jpeg") for n in range(2)]
    message = receive(door, inbound("", from_=CUSTOMER, to=OURS, media=media))
    assert message.media == tuple(Media(url, kind) for url, kind in media)


def test_no_more_than_ten_files(door: SmsInbound) -> None:
    media = [(f"https://api.twilio.com/{n}", "image/jpeg") for n in range(20)]
    message = receive(door, inbound("", from_=CUSTOMER, to=OURS, media=media))
    assert [each.url for each in message.media] == [url for url, _ in media[:10]]


@pytest.mark.parametrize("count", ["", "many", "-1", "99999999999999999999"])
def test_a_count_that_is_none(door: SmsInbound, count: str) -> None:
    params = inbound("", from_=CUSTOMER, to=OURS) | {"NumMedia": count, "MediaUrl0": "https://x"}
    assert receive(door, params).media == (Media("https://x", ""),)


def test_the_first_of_repeated_keys_counts(door: SmsInbound) -> None:
    pairs = [*inbound("first", from_=CUSTOMER, to=OURS).items(), ("Body", "second")]
    assert receive(door, pairs).text == "first"


@pytest.mark.parametrize("name", ["MessageSid", "From", "To"])
def test_what_must_be_there(door: SmsInbound, name: str) -> None:
    params = inbound("Hi", from_=CUSTOMER, to=OURS)
    for flaw in ("", "\x00"):
        with pytest.raises(Unreadable, match=f"{name} is missing"):
            receive(door, params | {name: flaw})
    del params[name]
    with pytest.raises(Unreadable, match=f"{name} is missing"):
        receive(door, params)


@pytest.mark.parametrize("name", ["MessageSid", "From", "To"])
def test_what_would_not_fit_the_tables(door: SmsInbound, name: str) -> None:
    with pytest.raises(Unreadable, match=name):
        receive(door, inbound("Hi", from_=CUSTOMER, to=OURS) | {name: "9" * 500})


def test_a_signed_empty_body(door: SmsInbound) -> None:
    with pytest.raises(Unreadable, match="missing"):
        receive(door, {})
