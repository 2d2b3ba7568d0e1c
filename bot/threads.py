"""What staff see of a conversation at their desk: its card, and in the thread under it what the
customer writes."""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection

from bot.business.attachments import with_files
from bot.notices import Desk
from bot.ports import Clock
from storage import bridges, conversations
from storage.bridges import Said

KIND = "bridge"  # of its rows in the outbox
_CONTEXT, _MOST_LINES = 10, 100
_LONGEST_POST = 3000  # characters; Slack advises 4,000 with its escapes
_SAID_BY = {"customer": "Customer", "agent": "Assistant", "staff": "Team"}


class Threads:
    """Writes to the desk by way of the outbox, within the caller's transactions."""

    def __init__(self, desk: Desk, clock: Clock) -> None:
        self._desk, self._clock = desk, clock

    def changed(self, tx: Connection, thread_id: str, conversation_id: int) -> None:
        """Shows on the card in whose hands a conversation is. thread_id: the one that it was
        named by, whose thread goes on where that conversation is over."""
        bridge = bridges.of(tx, conversation_id)
        if bridge is None and (bridge := self._from(tx, thread_id, conversation_id)) is None:
            return
        held_by = conversations.by_id(tx, conversation_id).claimed_name
        shown = {"under": bridge.card_id, "update": True, "held_by": held_by}
        self._put(tx, conversation_id, bridge.body, bridge.payload | shown)

    def _from(self, tx: Connection, thread_id: str, conversation_id: int) -> bridges.Bridge | None:
        named = conversations.by_thread(tx, thread_id)
        before = bridges.of(tx, named.id) if named else None
        if before is None:
            return None
        bridges.build(tx, conversation_id, before.card_id, self._clock.now())
        return bridges.of(tx, conversation_id)

    def heard(self, tx: Connection, conversation_id: int) -> None:
        """Shows in the thread what was said since it last was; at first, what led there."""
        self.catch_up(tx, conversation_id)

    def catch_up(self, tx: Connection, conversation_id: int, head: str = "") -> bool:
        """As heard, under a line of its own; whether there was something to show."""
        bridge = bridges.of(tx, conversation_id)
        if bridge is None:
            return False
        most = _MOST_LINES if bridge.told_id else _CONTEXT
        said = bridges.said_since(tx, conversation_id, bridge.told_id, most)
        if said:
            bridges.told(tx, bridge, said[-1].id)
        lines = [head] if head else []
        for page in _pages([*lines, *map(_line, said)]):
            self._put(tx, conversation_id, page, {"under": bridge.card_id})
        return bool(lines or said)

    def post(self, tx: Connection, conversation_id: int, words: str) -> None:
        """A line in the thread, in place of those that were not shown in it yet."""
        bridge = bridges.of(tx, conversation_id)
        if bridge is None:
            return
        if said := bridges.said_since(tx, conversation_id, bridge.told_id, 1):
            bridges.told(tx, bridge, said[-1].id)
        for page in _pages([words]):
            self._put(tx, conversation_id, page, {"under": bridge.card_id})

    def whisper(
        self, tx: Connection, user: str, thread: str | None, words: str, take: str | None = None
    ) -> None:
        """A word to one of the staff alone. thread: where they are, if in one. take: the public
        id of a conversation that they may take from somebody else."""
        payload = {"ephemeral": user, "thread": thread, "take": take}
        self._put(tx, None, words, payload)

    def _put(
        self, tx: Connection, conversation_id: int | None, body: str, payload: dict[str, Any]
    ) -> None:
        now = self._clock.now()
        self._desk.put(tx, now, conversation_id, KIND, body=body, payload=payload)


def _line(said: Said) -> str:
    who = said.name or _SAID_BY.get(said.author.partition(":")[0], said.author)
    return f"{who}: {with_files(said.text, said.media)}"


def _pages(lines: Iterable[str]) -> Iterator[str]:
    """The lines, as few posts as hold them."""
    page = ""
    for line in lines:
        for start in range(0, len(line), _LONGEST_POST):
            piece = line[start : start + _LONGEST_POST]
            if page and len(page) + len(piece) >= _LONGEST_POST:
                yield page
                page = ""
            page = f"{page}\n{piece}" if page else piece
    if page:
        yield page
