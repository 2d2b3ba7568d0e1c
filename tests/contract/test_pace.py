"""Each of our numbers sends so many texts a second, whoever sends; on both databases."""

from itertools import pairwise

from bot.desk.notices import Desk
from bot.messages import LaneAddress
from bot.ports import Carrier
from channels.sms.errors import trouble_of
from tests.house import NOON, US, House, echo, open_house

OTHER = "+14155550188"
PER_SECOND = 5.0
CARRIER = Carrier(trouble_of, per_second=PER_SECOND, number=US)


def gaps(*houses: House) -> list[float]:
    """Seconds between sends, in the order in which they went out."""
    times = sorted(moment for house in houses for moment in house.vendor.times)
    return [then - first for first, then in pairwise(times)]


async def test_two_processes_keep_one_pace(database_url: str) -> None:
    async with (
        open_house(database_url, echo, carrier=CARRIER) as one,
        open_house(database_url, echo, carrier=CARRIER) as two,
    ):
        for i in range(6):
            await one.text(f"+1415555{i:04d}", "hello")
        await one.quiet()
        found = gaps(one, two)
    assert len(found) == 5
    # A send begins a moment after it was allowed to; over all of them that evens out.
    assert sum(found) > 5 / PER_SECOND - 0.1
    assert max(found) < 5 / PER_SECOND


async def test_a_number_that_waits_holds_no_other_up(database_url: str) -> None:
    slow = Carrier(trouble_of, per_second=0.1, number=US)
    async with open_house(database_url, echo, carrier=slow) as house:
        for i in range(3):
            await house.text(f"+1415555{i:04d}", "hello")
        await house.until("SELECT count(*) FROM outbox WHERE status = 'sent'", [1])
        await house.text("+14155559999", "hello", ours=OTHER)
        await house.until("SELECT ours FROM outbox WHERE status = 'sent' ORDER BY id", [US, OTHER])


async def test_a_notice_is_sent_by_the_number_that_sends_for_all(database_url: str) -> None:
    slow = Carrier(trouble_of, per_second=0.1, number=US)
    async with open_house(database_url, echo, carrier=slow) as house:
        await house.text("+14155550001", "hello")
        await house.until("SELECT count(*) FROM outbox WHERE status = 'sent'", [1])
        desk = Desk(LaneAddress("sms", "+14155550199"))
        await house.database.write(desk.notify, NOON, "budget", {})
        house.bells.outbox.ring()
        await house.text("+14155559999", "hello", ours=OTHER)
        await house.until("SELECT ours FROM outbox WHERE status = 'sent' ORDER BY id", [US, OTHER])
        assert await house.rows("SELECT status FROM outbox WHERE ours = ''") == ["pending"]


async def test_a_fast_number_sends_several_at_once(database_url: str) -> None:
    fast = Carrier(trouble_of, per_second=1000, number=US)
    async with open_house(database_url, echo, carrier=fast) as house:
        for i in range(50):
            await house.text(f"+1415555{i:04d}", "hello")
        await house.quiet()
        assert len(house.vendor.sent) == 50
