"""What texts and models cost is written down as it is spent, and told by conversation, inquiry and
booking; on both databases."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import Connection

from bot.delivery import Delivery, DeliveryStatus, SendError, SendTrouble
from bot.errors import CommandRefused
from bot.messages import Media
from bot.ports import Carrier
from channels.sms.errors import trouble_of
from channels.sms.tariff import Tariff
from storage import spend
from storage.analytics.engine import Asked, open_analytics
from storage.connect import parse_url
from tests.contract.admin import Admin
from tests.house import ANN, House, echo, open_house
from tests.scenario.inside import Inside, inside

TARIFF = Tariff(out=11_300, into=8_300, files=16_500)
CARRIER = Carrier(trouble_of, charge=TARIFF.sent)
NOW = datetime(2027, 5, 20, 18, 0, tzinfo=UTC)
MODEL = 20_000  # micro-dollars
_OUT = "SELECT cost FROM outbox WHERE channel = 'sms' ORDER BY id"


async def test_a_text_is_charged_once_each_time_the_vendor_takes_it(database_url: str) -> None:
    async with open_house(database_url, echo, carrier=CARRIER) as house:
        await house.text(ANN, "hello")
        await house.quiet()
        introduced = TARIFF.sent(house.said_to(ANN)[0], None)
        assert await house.rows("SELECT segments FROM outbox") == [introduced.segments]
        assert await house.rows(_OUT) == [introduced.micros]
        await _fails(house)
        house.clock.move(minutes=3)
        await house.quiet()
        assert await house.rows(_OUT) == [2 * introduced.micros]
        await house.text(ANN, "x" * 161)
        await house.quiet()
        assert (await house.rows(_OUT))[1:] == [2 * 11_300]


async def _fails(house: House) -> None:
    [sid] = await house.rows("SELECT provider_id FROM outbox")
    failed = Delivery("sms", sid, DeliveryStatus.UNDELIVERED, "undelivered", None, 30003)
    await house.outbox.follow(failed)


async def test_a_text_of_which_only_the_callback_tells_is_charged(database_url: str) -> None:
    async with open_house(database_url, echo, carrier=CARRIER) as house:
        house.vendor.faults = [SendError(SendTrouble.DOUBT)]
        await house.text(ANN, "hello")
        await house.until("SELECT attempts FROM outbox", [1])
        [public_id] = await house.rows("SELECT public_id FROM outbox")
        for status in (DeliveryStatus.SENT, DeliveryStatus.DELIVERED):
            await house.outbox.follow(Delivery("sms", "SM9", status, status.value, public_id))
        [body] = await house.rows("SELECT body FROM outbox")
        assert await house.rows(_OUT) == [TARIFF.sent(body, None).micros]
        assert await house.rows("SELECT count(*) FROM outbox WHERE sent_at IS NOT NULL") == [1]


async def test_texts_that_come_in_are_charged(database_url: str) -> None:
    async with open_house(database_url, echo, carrier=CARRIER) as house:
        doors = house.rules.doors
        doors["sms"] = replace(doors["sms"], cost_of=TARIFF.received)  # type: ignore[index]
        for words in ("hi", "x" * 161, ""):
            await house.text(ANN, words)
        await house.text(ANN, "look", media=[Media("https://api.twilio.com/1", "image/png")])
        costs = await house.rows("SELECT cost FROM inbox ORDER BY id")
        assert costs == [8_300, 2 * 8_300, 8_300, 16_500]


async def test_what_a_lead_cost_is_told(database_url: str, tmp_path: Path) -> None:
    async with inside(database_url, tmp_path, NOW) as stage:
        await stage.talk(ANN, "june 12 for 40 people in pasadena, i am ann lee", "yes that's right")
        await stage.app.database.write(_a_call)
        paid = [*await stage.rows(_OUT), *await stage.rows("SELECT cost FROM inbox"), MODEL]
        ada = Admin(stage)
        report = await ada.asks("spend_report")
        before = await ada.asks("spend_report", since="2027-05-01", until="2027-05-19")
        for since, until in (
            ("2027-05-21", None),
            ("2027-05-20", "2027-05-19"),
            ("2026-05-01", None),
        ):
            with pytest.raises(CommandRefused):
                await ada.asks("spend_report", since=since, until=until)
        await _views_agree(stage, database_url, paid)
        await stage.app.database.write(_a_call, "simulation")
        tried_out = await ada.asks("spend_report")

    assert (before["total"]["together"], len(before["days"])) == ("$0.00", 19)
    assert report["total"]["models"] == "$0.02"
    assert report["texts"]["received"] == 2
    customers = report["customers"]
    assert (customers["conversations"], customers["leads"], customers["bookings"]) == (1, 1, 0)
    together = f"${sum(paid) / 1e6:.4f}"
    assert customers["per_conversation"] == customers["per_lead"] == together
    assert customers["per_booking"] is None
    assert [each["channel"] for each in report["by_channel"]] == ["sms"]
    assert [each["purpose"] for each in report["by_purpose"]] == ["chat"]
    assert report["days"][0]["received"] == 2
    # What somebody tries out on recorded conversations is no customer's cost.
    assert tried_out["customers"] == customers
    assert tried_out["total"]["models"] == "$0.04"


def _a_call(tx: Connection, purpose: str = "chat") -> None:
    call = spend.Call(1, None, "customer", "gpt-6-luna", NOW.date(), 50_000, NOW, purpose)
    held = spend.reserve(tx, call, spend.Ceilings(1_000_000))
    assert isinstance(held, spend.Held)
    spend.settle(tx, held.call_id, spend.Settled(MODEL, 900, 0, 100))


async def _views_agree(stage: Inside, url: str, paid: list[int]) -> None:
    analytics = open_analytics(parse_url(url))
    zone = stage.app.rules().profile.zone.key

    async def value(sql: str) -> object:
        return (await analytics.ask(Asked(sql, zone, NOW, 500))).rows[0][0]

    of_today = "FROM v_costs WHERE day = DATE '2027-05-20'"
    assert await value(f"SELECT count(*) {of_today}") == len(paid)
    for whole in (f"SELECT sum(cost_dollars) {of_today}", *_OF_THE_TALK):
        assert await value(whole) == sum(paid) / 1e6


_OF_THE_TALK = [f"SELECT cost_dollars FROM {view}" for view in ("v_conversations", "v_leads")]
