"""Live events across processes: a visitor may be connected to one while another runs the turn.

A process says which mailboxes are watched in it, and hears what happens in those alone. It goes by
the database's notices, which may be lost and hold less than 8,000 bytes: what must last is in the
database, and whoever misses a notice looks there."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import orjson

from bot.live import LOOK, Live
from bot.messages import Event

_GAP_SECONDS = 0.02
_MOST_BYTES = 7_000
_MOST_WATCHED = 500  # mailboxes named in a notice
_PREFIX = "live:"

Told = tuple[int, str, dict[str, Any]]
"""(mailbox, type, data) of an event"""


class Relay:
    """notify: tells all processes, this one too. me: this process's name."""

    def __init__(self, live: Live, notify: Callable[[str], None], me: str) -> None:
        self._live, self._notify, self._me = live, notify, me
        self._wanted: defaultdict[int, set[str]] = defaultdict(set)
        self._waiting: list[Told] = []
        self._sent = 0
        self._heard: dict[str, int] = {}
        live.connect(self)
        self._tell("hello", None)

    def watch(self, mailbox_id: int) -> None:
        """Somebody watches a mailbox here, from now on."""
        self._tell("watch", [mailbox_id])

    def leave(self, mailbox_id: int) -> None:
        """Nobody does any more."""
        self._tell("leave", [mailbox_id])

    def offer(self, mailbox_id: int, event: Event) -> None:
        """Something happened here; who watches elsewhere will hear of it."""
        if mailbox_id not in self._wanted:
            return
        if not self._waiting:
            asyncio.get_running_loop().call_later(_GAP_SECONDS, self._flush)
        self._waiting.append((mailbox_id, event.type, event.data))

    def hear(self, topic: str) -> None:
        """A notice; * stands for those that were lost."""
        if topic == "*":
            self._tell("hello", None)
            self._announce()
        elif topic.startswith(_PREFIX):
            me, number, what, body = orjson.loads(topic.removeprefix(_PREFIX))
            if me != self._me:
                self._take(me, number, what, body)

    def _take(self, other: str, number: int, what: str, body: Any) -> None:
        if self._heard.get(other, number - 1) != number - 1 and what != "hello":
            self._announce()  # its turns come again from their start
            self._live.look_everywhere()
        self._heard[other] = number
        match what:
            case "hello":
                self._announce()
            case "watch":
                self._add(other, body)
            case "leave":
                for mailbox_id in body:
                    self._wanted[mailbox_id].discard(other)
                    if not self._wanted[mailbox_id]:
                        del self._wanted[mailbox_id]
            case "events":
                for mailbox_id, kind, data in body:
                    self._live.hear(mailbox_id, Event(kind, data))

    def _add(self, other: str, mailbox_ids: Iterable[int]) -> None:
        for mailbox_id in mailbox_ids:
            self._wanted[mailbox_id].add(other)
            for event in self._live.so_far(mailbox_id):
                self.offer(mailbox_id, event)

    def _announce(self) -> None:
        watched = self._live.watched()
        for at in range(0, len(watched), _MOST_WATCHED):
            self._tell("watch", watched[at : at + _MOST_WATCHED])

    def _flush(self) -> None:
        waiting, self._waiting = self._waiting, []
        part: list[Told] = []
        size = 0
        for told in _joined(waiting):
            needed = len(orjson.dumps(told))
            if needed > _MOST_BYTES:  # a whole reply: it is in the database
                told = (told[0], LOOK.type, LOOK.data)
                needed = len(orjson.dumps(told))
            if part and size + needed > _MOST_BYTES:
                self._tell("events", part)
                part, size = [], 0
            part.append(told)
            size += needed
        self._tell("events", part)

    def _tell(self, what: str, body: Any) -> None:
        self._sent += 1
        self._notify(_PREFIX + orjson.dumps([self._me, self._sent, what, body]).decode())


def _joined(waiting: Iterable[Told]) -> Iterator[Told]:
    """Tokens of a mailbox that wait together, as one, as long as that fits."""
    last: Told | None = None
    for told in waiting:
        if last is not None and _goes_on(last, told):
            last = (last[0], "token", {"content": last[2]["content"] + told[2]["content"]})
            continue
        if last is not None:
            yield last
        last = told
    if last is not None:
        yield last


def _goes_on(last: Told, told: Told) -> bool:
    same = last[0] == told[0] and last[1] == told[1] == "token"
    return same and len(last[2]["content"]) < _MOST_BYTES // 4
