"""Asking Twilio, after a crash or a doubt, whether it took a message."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from bot.clock import ManualClock
from bot.delivery import Outbound, SendError, SendTrouble, Sent
from bot.messages import LaneAddress
from channels.sms.outbound import SmsSender
from tests.fakes.twilio import Drop, FakeTwilio, Lose
from tests.unit.channels.sms.ground import CUSTOMER, OURS, MakeSender

NONE: frozenset[str] = frozenset()


async def lost_to_us(sender: SmsSender, message: Outbound, twilio: FakeTwilio) -> str:
    """The id of a message that Twilio took and we do not know of."""
    twilio.script(Drop())
    with pytest.raises(SendError):
        await sender.send(message)
    return list(twilio.messages)[-1].sid


async def test_taken(sender: SmsSender, message: Outbound, twilio: FakeTwilio) -> None:
    sid = await lost_to_us(sender, message, twilio)
    assert await sender.find_sent(message, NONE) == Sent(sid, "queued", 1)


async def test_taken_with_plain_typography(
    sender: SmsSender, message: Outbound, twilio: FakeTwilio
) -> None:
    curly = replace(message, body="\u201cYes\u201d\u2026")
    sid = await lost_to_us(sender, curly, twilio)
    assert await sender.find_sent(curly, NONE) == Sent(sid, "queued", 1)


async def test_not_taken(sender: SmsSender, message: Outbound, twilio: FakeTwilio) -> None:
    twilio.script(Lose())
    with pytest.raises(SendError):
        await sender.send(message)
    assert await sender.find_sent(message, NONE) is None


async def test_failed_since(sender: SmsSender, message: Outbound, twilio: FakeTwilio) -> None:
    sid = await lost_to_us(sender, message, twilio)
    taken = twilio.messages.get(sid)
    assert taken is not None
    taken.move("undelivered", 30003)
    assert await sender.find_sent(message, NONE) == Sent(sid, "undelivered", 1)


async def test_same_words_twice(sender: SmsSender, message: Outbound, twilio: FakeTwilio) -> None:
    sids = {await lost_to_us(sender, message, twilio) for _ in range(2)}
    found: set[str] = set()
    for _ in range(2):
        sent = await sender.find_sent(message, frozenset(found))
        assert sent is not None
        found.add(sent.provider_id)
    assert found == sids
    assert await sender.find_sent(message, frozenset(found)) is None


@pytest.mark.parametrize(
    "other",
    [
        {"body": "We have Saturday free"},
        {"lane": LaneAddress("sms", "+19165550101", OURS)},
        {"lane": LaneAddress("sms", CUSTOMER, "+19165550198")},
    ],
    ids=["another text", "to somebody else", "from another number"],
)
async def test_another_message(
    sender: SmsSender, message: Outbound, other: dict[str, object]
) -> None:
    await sender.send(replace(message, **other))
    assert await sender.find_sent(message, NONE) is None


async def test_by_a_messaging_service_that_has_not_picked_a_number(
    make_sender: MakeSender, message: Outbound, twilio: FakeTwilio
) -> None:
    sender = make_sender(messaging_service_sid="MG" + "0" * 32)
    unasked = replace(message, lane=LaneAddress("sms", CUSTOMER))
    sid = await lost_to_us(sender, unasked, twilio)
    assert await sender.find_sent(unasked, NONE) == Sent(sid, "accepted", 1)


async def test_from_before_it_was_written(
    sender: SmsSender, message: Outbound, twilio: FakeTwilio, clock: ManualClock
) -> None:
    sid = await lost_to_us(sender, message, twilio)
    taken = twilio.messages.get(sid)
    assert taken is not None
    taken.created -= timedelta(hours=1)
    assert await sender.find_sent(message, NONE) is None
    # An hour later it may have been made an hour ago.
    clock.move(hours=1)
    assert await sender.find_sent(message, NONE) is not None


async def test_more_than_is_looked_through(
    sender: SmsSender, message: Outbound, twilio: FakeTwilio
) -> None:
    await sender.send(replace(message, body="Another."))
    (taken,) = list(twilio.messages)
    for n in range(998):
        twilio.messages.put(replace(taken, sid=f"SM{n}"))
    assert await sender.find_sent(message, NONE) is None
    twilio.messages.put(replace(taken, sid="SM999"))
    with pytest.raises(SendError) as caught:
        await sender.find_sent(message, NONE)
    assert caught.value.trouble is SendTrouble.DOUBT


@pytest.mark.parametrize("changes", [{"auth_token": "wrong"}, {"api_url": "http://127.0.0.1:9"}])
async def test_nobody_answers(
    make_sender: MakeSender, message: Outbound, changes: dict[str, str]
) -> None:
    with pytest.raises(SendError) as caught:
        await make_sender(**changes).find_sent(message, NONE)
    assert caught.value.trouble is SendTrouble.DOUBT
