"""Live events on their way to other processes."""

import asyncio

import orjson

from bot.live import Live
from bot.messages import Event
from bot.relay import Relay

MOST_BYTES = 8000  # of a notice: https://www.postgresql.org/docs/current/sql-notify.html


async def test_no_notice_is_longer_than_the_database_takes() -> None:
    """Many whole replies at once, each too long for a notice."""
    told = asyncio.Queue[str]()
    relay = Relay(Live(), told.put_nowait, "here")
    assert "hello" in await told.get()
    mailboxes = list(range(10_000_000, 10_000_500))
    relay.hear("live:" + orjson.dumps(["there", 1, "watch", mailboxes]).decode())
    for mailbox in mailboxes:
        relay.offer(mailbox, Event("done", {"content": "x" * MOST_BYTES}))
    seen: list[int] = []
    while len(seen) < len(mailboxes):
        async with asyncio.timeout(5):
            notice = await told.get()
        assert len(notice.encode()) < MOST_BYTES
        _, _, what, body = orjson.loads(notice.removeprefix("live:"))
        assert what == "events"
        assert {kind for _, kind, _ in body} == {"look"}
        seen += [mailbox for mailbox, _, _ in body]
    assert seen == mailboxes
