"""Texts as Twilio really brings and refuses them: each of its error codes acted on, both ways to
sign, pools of numbers. Through signed webhooks and the real SDK."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.twilio import Refuse, Service, inbound, refusals
from tests.scenario.inside import NOW, Inside, inside, on_sqlite
from tests.scenario.stage import OWNER, PUBLIC, US

ANN, BEN = "+14155550101", "+14155550102"
NIGHT = datetime(2027, 5, 21, 5, 30, tzinfo=UTC)  # half past ten in the evening there
OTHER = "+14155550188"
SERVICE = "MG" + "0" * 32


class Texted:
    """What became of the last text to a customer."""

    def __init__(self, stage: Inside, phone: str) -> None:
        self.stage, self.phone = stage, phone

    async def row(self) -> dict[str, Any]:
        rows = await self.stage.records(
            "SELECT id, status, attempts, error_code, not_before, body FROM outbox "
            f"WHERE address = '{self.phone}' ORDER BY id"
        )
        return rows[-1]

    async def status(self) -> str:
        return str((await self.row())["status"])

    async def fails(self, code: int, status: str = "undelivered") -> None:
        """The network's word on it comes later, by a callback."""
        sid = [m.sid for m in self.stage.twilio.messages if m.to == self.phone][-1]
        await self.stage.twilio.report(sid, status, error_code=code)

    async def wait(self) -> timedelta:
        """How long it waits for its next try."""
        due = datetime.fromisoformat(str((await self.row())["not_before"]))
        return due.replace(tzinfo=UTC) - self.stage.app.clock.now()


async def texted(stage: Inside, phone: str) -> Texted:
    """A customer texts, and is answered."""
    await stage.text(phone, "hello")
    await stage.idle()
    return Texted(stage, phone)


async def told(stage: Inside) -> list[str]:
    """What the owner was told, each text's first line."""
    await stage.idle()
    return [body.split("\n")[0] for body in stage.said_to(OWNER)]


async def test_who_opted_out_at_the_network_is_never_texted_again(stage: Inside) -> None:
    await stage.talk(ANN, "june 12 for 40 people in pasadena, i am ann lee", "yes that's right")
    await told(stage)
    stage.twilio.account.opted_out.add(ANN)
    ann = await texted(stage, ANN)
    assert await ann.status() == "refused"
    assert await stage.rows("SELECT state FROM consent") == ["out"]
    said = len(stage.said_to(ANN))
    stage.twilio.account.opted_out.clear()
    await stage.text(ANN, "hello?")
    await stage.idle()
    assert len(stage.said_to(ANN)) == said
    # A customer with an open inquiry is reached in another way.
    assert (await told(stage))[1:] == ["A customer with an open inquiry opted out of texts"]
    assert "a call to (415) 555-0101" in stage.said_to(OWNER)[-1]


@on_sqlite
@pytest.mark.parametrize("code", [21211, 21614, 21635, 30005, 30006])
async def test_a_number_that_takes_no_texts_is_flagged_and_staff_ask_for_a_mobile(
    stage: Inside, code: int
) -> None:
    if code < 30000:
        stage.twilio.account.refused[ANN] = code
        ann = await texted(stage, ANN)
    else:
        ann = await texted(stage, ANN)
        await ann.fails(code)
    assert await ann.status() == "failed"
    assert await stage.rows("SELECT phone FROM bad_numbers") == [ANN]
    if code > 30000:
        await stage.text(ANN, "hello?")  # it is tried again, but told of once
        await stage.idle()
        await ann.fails(code)
    assert await told(stage) == ["A number takes no texts: call it, and ask for a mobile number"]
    stage.twilio.account.refused.clear()
    await stage.text(ANN, "a person please")
    await stage.idle()
    assert "a call to (415) 555-0101, which takes no texts" in stage.said_to(OWNER)[-1]
    await stage.text(ANN, "hi?")
    await stage.idle()
    sid = [m.sid for m in stage.twilio.messages if m.to == ANN][-1]
    await stage.twilio.report(sid, "delivered")
    assert await stage.rows("SELECT phone FROM bad_numbers") == []


@on_sqlite
@pytest.mark.parametrize("code", [30003, 30008])
async def test_a_phone_out_of_reach_is_tried_once_more(stage: Inside, code: int) -> None:
    ann = await texted(stage, ANN)
    await ann.fails(code)
    assert timedelta(minutes=1) < await ann.wait() <= timedelta(minutes=2)
    stage.set_now(NOW + timedelta(minutes=3))
    await stage.idle()
    assert len(stage.said_to(ANN)) == 2
    await ann.fails(code)
    assert await ann.status() == "failed"
    assert await told(stage) == ["A message was not delivered"]


@on_sqlite
@pytest.mark.parametrize("code", [20429, 30001, 30022])
async def test_a_full_queue_is_backed_off_from(stage: Inside, code: int) -> None:
    if code == 20429:
        stage.twilio.script(Refuse(429, code))
        await stage.text(ANN, "hello")
        ann = Texted(stage, ANN)
        await stage.until("SELECT attempts FROM outbox WHERE status = 'pending'", [1])
    else:
        ann = await texted(stage, ANN)
        await ann.fails(code, "failed")
    assert await ann.status() == "pending"
    assert timedelta(0) < await ann.wait() <= timedelta(seconds=2)
    stage.set_now(NOW + timedelta(seconds=5))
    await stage.idle()
    assert await ann.status() == "sent"
    assert await told(stage) == []


@on_sqlite
@pytest.mark.parametrize(
    ("code", "notice"),
    [
        (30004, "A message was not delivered"),
        (30007, "A message was not delivered"),
        (30011, "A message was not delivered"),
        (30032, "The text messages are blocked until the number is registered"),
        (30034, "The text messages are blocked until the number is registered"),
    ],
)
async def test_what_is_blocked_is_not_tried_again_and_told(
    stage: Inside, code: int, notice: str
) -> None:
    for phone in (ANN, BEN):
        each = await texted(stage, phone)
        await each.fails(code)
        assert await each.status() == "failed"
    # Of a number that is not registered the owner is told once a day, not once a text.
    assert await told(stage) == [notice] * (1 if code > 30030 else 2)
    assert f"error {code}" in stage.said_to(OWNER)[-1]
    stage.set_now(NOW + timedelta(hours=1))
    await stage.idle()
    assert len(stage.said_to(ANN)) == 1


@on_sqlite
@pytest.mark.parametrize(
    ("phone", "opens"),
    [
        (ANN, "2027-05-21 15:00"),  # California: 8 in the morning
        ("+12125550101", "2027-05-21 12:00"),  # New York
        ("+18085550101", None),  # Hawaii, where it is half past seven in the evening
        ("+18005550101", "2027-05-21 15:00"),  # toll-free: as the business
    ],
)
async def test_quiet_hours_are_waited_for(stage: Inside, phone: str, opens: str | None) -> None:
    stage.set_now(NIGHT)
    stage.twilio.script(Refuse(400, 30610))
    await stage.text(phone, "hello")
    await stage.until("SELECT attempts FROM outbox WHERE status = 'pending'", [1])
    them = Texted(stage, phone)
    due = datetime.fromisoformat(str((await them.row())["not_before"])).replace(tzinfo=UTC)
    if opens is None:
        assert timedelta(minutes=29) < due - NIGHT < timedelta(minutes=31)
    else:
        assert f"{due:%Y-%m-%d %H:%M}" == opens
    stage.set_now(due + timedelta(seconds=1))
    await stage.idle()
    assert len(stage.said_to(phone)) == 1


@on_sqlite
async def test_a_text_that_is_too_long_is_sent_in_parts(
    stage: Inside, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refusals, "_MOST_CHARACTERS", 400)
    words = "i want to talk to a person " + "please " * 60
    await stage.text(ANN, words)
    await stage.idle()
    parts = stage.said_to(OWNER)
    assert len(parts) > 1
    assert parts[0].startswith("(1/")
    assert max(map(len, parts)) <= 320
    assert parts[-1].startswith(f"({len(parts)}/{len(parts)})")
    assert parts[-1].endswith("please")
    assert await stage.rows("SELECT DISTINCT status FROM outbox") == ["sent"]


async def test_a_webhook_signed_with_a_shared_key(database_url: str, tmp_path: Path) -> None:
    secret = "the shared key's secret"
    async with inside(database_url, tmp_path, NOW, TWILIO_WEBHOOK_SHARED_KEY=secret) as stage:
        url, params = f"{PUBLIC}/webhooks/twilio/sms", inbound("hello", from_=ANN, to=US)
        signed = await stage.twilio.deliver(url, params, shared_key=("WK1", secret))
        assert signed.status == 200
        await stage.said(ANN, 1)
        forged = await stage.twilio.deliver(url, params, shared_key=("WK1", "another"))
        assert forged.status == 403
        await stage.text(BEN, "hello")  # and with the auth token, as before
        await stage.said(BEN, 1)


async def test_a_pool_of_numbers(database_url: str, tmp_path: Path) -> None:
    pool = {"TWILIO_PHONE_NUMBER": "", "TWILIO_MESSAGING_SERVICE_SID": SERVICE}
    async with inside(database_url, tmp_path, NOW, **pool) as stage:
        stage.twilio.account.services[SERVICE] = Service()
        stage.twilio.account.numbers = {US: "", OTHER: ""}
        for ours in (US, OTHER):
            params = inbound("hello", from_=ANN, to=ours, MessagingServiceSid=SERVICE)
            answer = await stage.twilio.deliver(f"{PUBLIC}/webhooks/twilio/sms", params)
            assert answer.status == 200
        await stage.said(ANN, 2)
        assert {m.from_ for m in stage.twilio.messages} == {US, OTHER}
        sid = stage.twilio.messages[0].sid
        assert (await stage.twilio.report(sid, "delivered")).status == 204
        await stage.text(ANN, "can a person call me please", ours=OTHER)
        await stage.said(OWNER, 1)
        [notice] = [m for m in stage.twilio.messages if m.to == OWNER]
        assert notice.messaging_service_sid == SERVICE


@on_sqlite
async def test_the_pace_of_one_number(database_url: str, tmp_path: Path) -> None:
    async with inside(database_url, tmp_path, NOW, SMS_PER_SECOND="2") as stage:
        for phone in (ANN, BEN, "+14155550103", "+14155550104"):
            await stage.text(phone, "hello")
        await stage.idle()
        sent = await stage.rows("SELECT tried_at FROM outbox ORDER BY tried_at")
        assert len(sent) == 4
        assert all(then - first >= 0.49 for first, then in pairwise(sent))
