"""What is learned of a model in one turn holds for all turns, and no longer than it is true."""

from agents.models.errors import Busy, Need, Unwell
from agents.models.health import Health
from agents.ports import ModelError

GONE = Unwell("no such model", need="model")
KEY = Unwell("no such key", whole=True, need="key")
AWAY = Unwell("not reached", whole=True, again=True)


class House:
    """A clock, and staff who are told."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.told: list[tuple[str, Need]] = []
        self.health = Health(self.tell, lambda: self.now)

    async def tell(self, model: str, need: Need) -> None:
        self.told.append((model, need))

    async def fails(self, model: str, error: ModelError, times: int = 1, thread: int = 1) -> None:
        for _ in range(times):
            await self.health.failed(model, error, thread)


async def test_a_model_that_is_shut_down_rests_long_and_staff_hear_of_it_once() -> None:
    house = House()
    await house.fails("a", GONE, 3)
    assert house.told == [("a", "model")]
    assert not house.health.lets_through("a")
    assert house.health.lets_through("b")
    house.now += 1799
    assert not house.health.lets_through("a")
    house.now += 1
    assert [house.health.lets_through("a") for _ in range(2)] == [True, False]


async def test_a_server_that_is_not_reached_rests_with_all_its_models() -> None:
    house = House()
    await house.fails("a", AWAY, 3)
    await house.fails("b", AWAY, 2)
    assert not any(house.health.lets_through(name) for name in "abc")
    assert house.health.rests("c")
    house.now += 30
    assert [house.health.lets_through(name) for name in "abc"] == [True, False, False]
    house.health.succeeded("a")
    assert all(house.health.lets_through(name) for name in "abc")


async def test_a_server_that_stays_away_is_told_once() -> None:
    house = House()
    await house.fails("a", AWAY, 5)
    assert house.told == []
    for _ in range(6):
        house.now += 300
        assert house.health.lets_through("a")
        await house.fails("a", AWAY)
    assert house.told == [("a", "server")]


async def test_a_refused_key_is_tried_again_soon_and_told_once_an_hour() -> None:
    house = House()
    await house.fails("a", KEY)
    assert not house.health.lets_through("b")
    house.now += 60
    assert house.health.lets_through("b")
    await house.fails("b", KEY)
    assert house.told == [("a", "key")]
    house.now += 3600
    await house.fails("b", KEY)
    assert house.told == [("a", "key"), ("b", "key")]


async def test_who_asks_to_be_left_alone_is_and_not_for_ever() -> None:
    house = House()
    await house.fails("a", Busy(1.0))
    assert house.health.lets_through("a")
    await house.fails("a", Busy(20.0))
    assert not house.health.lets_through("a")
    house.now += 20
    assert house.health.lets_through("a")
    await house.fails("a", Busy(86_400.0))
    house.now += 300
    assert house.health.lets_through("a")


async def test_what_one_customer_makes_a_model_do_is_no_illness() -> None:
    house = House()
    await house.fails("a", ModelError("held back by its server's filter"), times=50)
    assert house.health.lets_through("a")
    for thread in range(2, 6):
        await house.fails("a", ModelError("empty"), thread=thread)
    assert not house.health.lets_through("a")
