"""Deliveries: once, in order, followed to their end; on both databases."""

from typing import Any

from bot.delivery import Delivery, DeliveryStatus, SendError, SendTrouble
from storage.tables import outbox
from tests.house import ANN, BEN, House, echo, open_house
from tests.polling import until


async def _status(house: House) -> list[Any]:
    return await house.rows("SELECT status FROM outbox WHERE channel = 'sms' ORDER BY id")


async def test_a_retryable_refusal_is_tried_again_later(database_url: str) -> None:
    async with open_house(database_url, echo) as house:
        house.vendor.faults = [SendError(SendTrouble.RETRY, 20429, after=60)]
        await house.text(ANN, "hello")
        await house.until("SELECT attempts FROM outbox", [1])
        await house.until("SELECT status FROM outbox", ["pending"])
        assert house.said_to(ANN) == []
        house.clock.move(seconds=59)
        house.bells.outbox.ring()
        await house.until("SELECT status FROM outbox", ["pending"])
        house.clock.move(seconds=2)
        await house.quiet()
        assert len(house.said_to(ANN)) == 1


async def test_nothing_overtakes_what_waits_on_the_same_lane(database_url: str) -> None:
    async with open_house(database_url, echo) as house:
        house.vendor.faults = [SendError(SendTrouble.RETRY, 20429)]
        await house.text(ANN, "first")
        await house.until("SELECT status || attempts FROM outbox", ["pending1"])
        await house.text(ANN, "second")
        await house.until("SELECT count(*) FROM outbox", [2])
        assert house.said_to(ANN) == []
        house.clock.move(minutes=20)
        await house.quiet()
        first, second = house.said_to(ANN)
        assert first.startswith("first")
        assert second == "second"


async def test_a_send_whose_answer_was_lost_is_not_sent_again(database_url: str) -> None:
    async with open_house(database_url, echo, settled_after=0) as house:
        house.vendor.faults = [SendError(SendTrouble.DOUBT)]
        house.vendor.lists_everything = True
        await house.text(ANN, "hello")
        await house.until("SELECT attempts FROM outbox", [1])
        await house.database.write(_leases_end)
        await house.quiet()
        assert await _status(house) == ["sent"]
        assert house.said_to(ANN) == []


async def test_a_send_the_vendor_never_got_is_sent_again(database_url: str) -> None:
    async with open_house(database_url, echo, settled_after=0) as house:
        house.vendor.faults = [SendError(SendTrouble.DOUBT)]
        await house.text(ANN, "hello")
        await house.until("SELECT attempts FROM outbox", [1])
        await house.database.write(_leases_end)
        await house.until("SELECT status FROM outbox", ["pending"])
        house.clock.move(minutes=1)
        await house.quiet()
        assert len(house.said_to(ANN)) == 1


async def test_where_the_vendor_cannot_tell_a_person_is_asked_and_a_callback_still_counts(
    database_url: str,
) -> None:
    async with open_house(database_url, echo, settled_after=0) as house:
        house.vendor.faults = [SendError(SendTrouble.DOUBT)]
        house.vendor.cannot_tell = True
        await house.text(ANN, "hello")
        await house.until("SELECT attempts FROM outbox", [1])
        house.clock.move(minutes=16)

        async def a_person_is_asked() -> bool:
            await house.database.write(_leases_end)
            house.bells.outbox.ring()
            return await _status(house) == ["doubt"]

        await until(a_person_is_asked)
        await house.quiet()
        assert [n.payload["notice"] for n in house.staff.sent if n.payload] == ["in_doubt"]
        public_id = (await house.rows("SELECT public_id FROM outbox WHERE channel = 'sms'"))[0]
        delivery = Delivery("sms", "SM9", DeliveryStatus.DELIVERED, "delivered", public_id)
        await house.outbox.follow(delivery)
        assert await _status(house) == ["delivered"]


async def test_a_desk_that_refuses_to_tell_is_not_waited_for_all_day(database_url: str) -> None:
    async with open_house(database_url, echo, settled_after=0) as house:
        house.staff.faults = [SendError(SendTrouble.DOUBT)]
        house.staff.cannot_tell, house.staff.why_not = True, SendTrouble.REFUSED
        tell = house.desk.notify
        await house.database.write(tell, house.clock.now(), "person_wanted", {}, key="first")
        house.bells.outbox.ring()
        await house.until("SELECT attempts FROM outbox", [1])
        await house.database.write(tell, house.clock.now(), "person_wanted", {}, key="second")
        house.clock.move(minutes=16)

        async def the_next_goes_out() -> bool:
            await house.database.write(_leases_end)
            house.bells.outbox.ring()
            return len(house.staff.sent) == 1

        await until(the_next_goes_out)
        await house.until("SELECT status FROM outbox ORDER BY id", ["doubt", "sent"])


async def test_a_try_that_failed_is_not_found_again_as_the_next_one(database_url: str) -> None:
    async with open_house(database_url, echo, settled_after=0) as house:
        await house.text(ANN, "hello")
        await house.quiet()
        sid = (await house.rows("SELECT provider_id FROM outbox"))[0]
        failed = Delivery("sms", sid, DeliveryStatus.UNDELIVERED, "undelivered", None, 30003)
        await house.outbox.follow(failed)
        house.vendor.faults = [SendError(SendTrouble.DOUBT)]
        house.clock.move(minutes=3)
        house.bells.outbox.ring()
        await house.until("SELECT attempts FROM outbox", [2])
        await house.database.write(_leases_end)
        house.bells.outbox.ring()
        await house.until("SELECT status FROM outbox", ["pending"])
        assert [sid] in house.vendor.known


async def test_a_callback_settles_a_send_in_doubt(database_url: str) -> None:
    async with open_house(database_url, echo) as house:
        house.vendor.faults = [SendError(SendTrouble.DOUBT)]
        await house.text(ANN, "hello")
        await house.until("SELECT attempts FROM outbox", [1])
        public_id = (await house.rows("SELECT public_id FROM outbox"))[0]
        delivery = Delivery("sms", "SM9", DeliveryStatus.DELIVERED, "delivered", public_id)
        await house.outbox.follow(delivery)
        assert await _status(house) == ["delivered"]
        assert await house.rows("SELECT provider_id FROM outbox") == ["SM9"]


async def test_callbacks_out_of_order_never_move_back(database_url: str) -> None:
    async with open_house(database_url, echo) as house:
        await house.text(ANN, "hello")
        await house.quiet()
        sid = (await house.rows("SELECT provider_id FROM outbox"))[0]
        for status in (DeliveryStatus.DELIVERED, DeliveryStatus.SENT, None):
            await house.outbox.follow(Delivery("sms", sid, status, str(status)))
        assert await _status(house) == ["delivered"]


async def test_a_number_that_opted_out_at_the_vendor_is_never_tried_again(
    database_url: str,
) -> None:
    async with open_house(database_url, echo) as house:
        house.vendor.faults = [SendError(SendTrouble.OPTED_OUT, 21610)]
        await house.text(ANN, "hello")
        await house.quiet()
        assert await _status(house) == ["refused"]
        await house.text(ANN, "hello?")
        await house.quiet()
        assert house.said_to(ANN) == []


async def test_a_bad_number_is_told_to_staff_once(database_url: str) -> None:
    async with open_house(database_url, echo) as house:
        house.vendor.faults = [SendError(SendTrouble.BAD_ADDRESS, 21614)]
        await house.text(BEN, "hello")
        await house.quiet()
        assert await _status(house) == ["failed"]
        assert [n.payload["notice"] for n in house.staff.sent if n.payload] == ["bad_number"]


async def test_an_unreachable_phone_is_tried_once_more_after_a_failed_delivery(
    database_url: str,
) -> None:
    async with open_house(database_url, echo) as house:
        await house.text(ANN, "hello")
        await house.quiet()
        for attempt in (1, 2):
            sid = (await house.rows("SELECT provider_id FROM outbox WHERE channel = 'sms'"))[0]
            failed = Delivery("sms", sid, DeliveryStatus.UNDELIVERED, "undelivered", None, 30003)
            await house.outbox.follow(failed)
            await house.outbox.follow(failed)  # callbacks repeat
            house.clock.move(minutes=3)
            await house.quiet()
            assert len(house.said_to(ANN)) == 2, attempt
        assert await _status(house) == ["failed"]


def _leases_end(tx: Any) -> None:
    tx.execute(outbox.update().values(leased_until=0))


async def test_two_deliverers_send_each_message_once(database_url: str) -> None:
    async with open_house(database_url, echo) as one, open_house(database_url, echo) as two:
        for i in range(30):
            await one.text(f"+1415555{i:04d}", "hello")
        await one.quiet()
        assert len(one.vendor.sent) + len(two.vendor.sent) == 30
        bodies = {message.lane.address for message in one.vendor.sent + two.vendor.sent}
        assert len(bodies) == 30
