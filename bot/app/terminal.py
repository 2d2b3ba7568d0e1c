"""A conversation with the customer agent in the terminal, streaming."""

import asyncio
import sys
from collections.abc import AsyncIterator
from datetime import datetime
from secrets import token_hex

from bot.app.root import App
from bot.errors import ConfigurationError
from bot.live import Watcher
from bot.lock import FileLock
from bot.messages import Event, Inbound, LaneAddress
from storage import conversations, inbox, lanes

_POLL = 0.2
_LONGEST_WAIT = 90.0


async def converse(app: App, lock: FileLock | None) -> int:
    """Reads lines until the end of input. Where a process serves this database already, that
    one answers, and replies appear when whole; else this one does."""
    alone = _take(lock)
    app.lifecycle.start(working=alone, ticking=alone)
    address = f"{datetime.now():%Y%m%d-%H%M%S}-{token_hex(3)}"
    print("You talk to the customer agent. An empty line or Ctrl-D ends it.\n")
    try:
        async for line in _lines():
            await _say(app, LaneAddress("terminal", address), line)
    finally:
        await app.lifecycle.stop()
        if lock is not None:
            lock.release()
    return 0


def _take(lock: FileLock | None) -> bool:
    if lock is None:
        return True
    try:
        lock.take()
    except ConfigurationError:
        return False
    return True


async def _lines() -> AsyncIterator[str]:
    loop = asyncio.get_running_loop()
    while True:
        print("> ", end="", flush=True)
        line = (await loop.run_in_executor(None, sys.stdin.readline)).strip()
        if not line:
            print()
            return
        yield line


async def _say(app: App, lane: LaneAddress, words: str) -> None:
    event_id = f"{lane.address}:{token_hex(8)}"
    mailbox = await app.database.write(
        lanes.ensure, lane.channel, lane.address, lane.ours, app.clock.now()
    )
    with app.live.watch(mailbox) as events:
        await app.inbox.accept(Inbound(lane, event_id, words, app.clock.now()))
        shown = _Shown()
        for _ in range(int(_LONGEST_WAIT / _POLL)):
            await _show(events, shown)
            found = await app.database.read(inbox.find, lane.channel, event_id)
            if found and found[1] in ("done", "dead") and found[2]:
                reply = await app.database.read(conversations.reply_of, found[2])
                shown.finish(reply.content if reply else "(a person has this conversation)")
                return
    shown.finish("(no answer yet; is a process serving this database?)")


async def _show(watcher: Watcher, shown: "_Shown") -> None:
    while events := await watcher.take(_POLL):
        for event in events:
            shown.take(event)
        if any(event.type == "done" for event in events):
            return


class _Shown:
    """What of a reply stands in the terminal already."""

    def __init__(self) -> None:
        self._text = ""

    def take(self, event: Event) -> None:
        if event.type == "token":
            piece = str(event.data["content"])
            self._text += piece
            print(piece, end="", flush=True)

    def finish(self, whole: str) -> None:
        """Adds what is missing; a reply that was taken back is shown anew."""
        if whole.startswith(self._text):
            print(whole[len(self._text) :], end="")
        else:
            print(f"\n{whole}", end="")
        print("\n")
