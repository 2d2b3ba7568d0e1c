"""Live events: for those who watch, those who come late, and those who are slow."""

import asyncio

from bot.live import LOOK, Live
from bot.messages import Event

NOW = 0.0


def token(text: str) -> Event:
    return Event("token", {"content": text})


START = Event("start", {"thread_id": "t"})
DONE = Event("done", {"message_id": "m", "content": "ab", "handoff": False, "metadata": {}})


async def test_what_waits_together_travels_together() -> None:
    live = Live()
    with live.watch(1) as watcher:
        for event in (START, token("a"), token("b"), LOOK, token("c"), DONE):
            live.publish(1, event)
        live.publish(2, token("elsewhere"))
        assert await watcher.take(NOW) == [START, token("ab"), LOOK, token("c"), DONE]
        assert await watcher.take(NOW) == []


async def test_whoever_waits_is_woken() -> None:
    live = Live()
    with live.watch(1) as watcher:
        waiting = asyncio.create_task(watcher.take(60))
        await asyncio.sleep(0)
        live.publish(1, token("a"))
        assert await waiting == [token("a")]


async def test_a_late_watcher_sees_the_turn_from_its_start() -> None:
    live = Live()
    for event in (START, token("a"), token("b"), Event("replace", {"content": "c"}), token("d")):
        live.publish(1, event)
    with live.watch(1) as watcher:
        live.publish(1, token("e"))
        assert await watcher.take(NOW) == [START, token("cde")]
    live.publish(1, DONE)
    with live.watch(1) as watcher:
        assert await watcher.take(NOW) == []


async def test_a_turn_that_begins_again_takes_back_what_it_said() -> None:
    live = Live()
    with live.watch(1) as watcher:
        for event in (START, token("a"), START, token("b")):
            live.publish(1, event)
        taken_back = Event("replace", {"content": ""})
        assert await watcher.take(NOW) == [START, token("a"), taken_back, START, token("b")]


async def test_a_slow_watcher_loses_what_waits_and_holds_nobody_up() -> None:
    live = Live()
    with live.watch(1) as slow, live.watch(1) as quick:
        for number in range(3000):
            live.publish(1, LOOK if number % 2 else token("a"))
            await quick.take(NOW)
        assert slow.lost
        assert not quick.lost
        assert await slow.take(NOW) == []
    with live.watch(1) as slow:
        live.publish(1, token("a" * 300_000))
        assert slow.lost


async def test_a_process_that_stops_tells_everybody() -> None:
    live = Live()
    with live.watch(1) as watcher:
        live.close()
        assert [event.type for event in await watcher.take(NOW)] == ["closing"]
    with live.watch(2) as late:
        assert [event.type for event in await late.take(NOW)] == ["closing"]
