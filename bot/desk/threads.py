"""What staff see of a conversation at their desk: its card, and in the thread under it what the
customer writes and what could be answered."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection

from bot.business.attachments import with_files
from bot.desk.notices import Desk
from bot.ports import Clock
from storage import bridges, conversations, drafts
from storage.bridges import Said
from storage.drafts import Draft

KIND = "bridge"  # of its rows in the outbox
_KEEP, _LONG_AGO = "keep", datetime.fromtimestamp(0, UTC)
_CONTEXT, _MOST_LINES = 10, 100
_LONGEST_POST = 3000  # characters; Slack advises 4,000 with its escapes
_MARKED = {
    "injection": "reads like instructions to the assistant",
    "hidden": "holds hidden characters",
    "abuse": "is abusive",
}
_SAID_BY = {"customer": "Customer", "agent": "Assistant", "staff": "Team"}


class Threads:
    """Writes to the desk by way of the outbox, within the caller's transactions."""

    def __init__(self, desk: Desk, clock: Clock) -> None:
        self._desk, self._clock = desk, clock
        self.channel = desk.lane.channel

    def changed(self, tx: Connection, thread_id: str, conversation_id: int) -> None:
        """Shows on the card in whose hands a conversation is. thread_id: the one that it was
        named by, whose thread goes on where that conversation is over."""
        bridge = bridges.of(tx, conversation_id)
        if bridge is None and (bridge := self._from(tx, thread_id, conversation_id)) is None:
            return
        current = conversations.by_id(tx, conversation_id)
        shown = {"under": bridge.card_id, "update": True, "held_by": current.claimed_name}
        shown |= {"conversation": current.thread_id}
        self._put(tx, conversation_id, bridge.body, bridge.payload | shown)
        self._outdate(tx, conversation_id)
        holder = current.claimed_name if current.claimed_by else "The assistant"
        self.settle(tx, conversation_id, f"{holder} has the conversation now.")

    def _from(self, tx: Connection, thread_id: str, conversation_id: int) -> bridges.Bridge | None:
        named = conversations.by_thread(tx, thread_id)
        before = bridges.of(tx, named.id) if named else None
        if before is None:
            return None
        bridges.build(tx, conversation_id, before.card_id, self._clock.now())
        return bridges.of(tx, conversation_id)

    def heard(self, tx: Connection, conversation_id: int) -> None:
        """Shows in the thread what was said since it last was; at first, what led there."""
        self._outdate(tx, conversation_id)
        self.catch_up(tx, conversation_id)

    def spoke(self, tx: Connection, conversation_id: int) -> None:
        """Whoever has the conversation said something to the customer."""
        self._outdate(tx, conversation_id)
        self.settle(tx, conversation_id, "This was kept: somebody of the team wrote.")

    def _outdate(self, tx: Connection, conversation_id: int) -> None:
        """What was suggested before is out of date: more was said."""
        for draft in drafts.open_of(tx, conversation_id):
            self.decided(tx, drafts.end(tx, draft, "outdated", self._clock.now()))

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
        bridge = self.told(tx, conversation_id)
        if bridge is None:
            return
        for page in _pages([words]):
            self._put(tx, conversation_id, page, {"under": bridge.card_id})

    def told(self, tx: Connection, conversation_id: int) -> bridges.Bridge | None:
        """Whatever was said so far is shown in the thread in some other way; the thread."""
        bridge = bridges.of(tx, conversation_id)
        if bridge and (said := bridges.said_since(tx, conversation_id, bridge.told_id, 1)):
            bridges.told(tx, bridge, said[-1].id)
        return bridge

    def announce(self, tx: Connection, conversation_id: int, thread_id: str, words: str) -> None:
        """A line under which whoever has the conversation can keep it."""
        if bridge := bridges.of(tx, conversation_id):
            button = {"act": _KEEP, "label": "Keep", "value": thread_id, "style": "primary"}
            payload = {"under": bridge.card_id, "buttons": [button]}
            self._put(tx, conversation_id, words, payload, _KEEP)

    def settle(self, tx: Connection, conversation_id: int, words: str) -> bool:
        """Says in the place of what was announced what came of it; whether it stood open."""
        newest = bridges.posted(tx, conversation_id, _KEEP, _LONG_AGO, 1)
        if not newest or newest[0].payload.get("update"):
            return False
        self._put(tx, conversation_id, words, {"under": newest[0].id, "update": True}, _KEEP)
        return True

    def suggest(self, tx: Connection, conversation_id: int, message_id: int, text: str) -> None:
        """Shows what could be answered, with buttons. message_id: the newest it knows of."""
        bridge = bridges.of(tx, conversation_id)
        if bridge is None:
            return
        self._outdate(tx, conversation_id)
        draft = drafts.add(tx, conversation_id, message_id, text, self._clock.now())
        row = self._put(tx, conversation_id, *_shown(draft, {"under": bridge.card_id}))
        drafts.shown_by(tx, draft, row)

    def decided(self, tx: Connection, draft: Draft, by: str = "") -> None:
        """Shows what became of a suggested reply, where it stands. by: the name of who decided."""
        if draft.card_id is not None:
            body, payload = _shown(draft, {"under": draft.card_id, "update": True}, by)
            self._put(tx, draft.conversation_id, body, payload)

    def whisper(
        self, tx: Connection, user: str, thread: str | None, words: str, take: str | None = None
    ) -> None:
        """A word to one of the staff alone. thread: where they are, if in one. take: the public
        id of a conversation that they may take from somebody else."""
        payload = {"ephemeral": user, "thread": thread, "take": take}
        self._put(tx, None, words, payload)

    def _put(
        self,
        tx: Connection,
        conversation_id: int | None,
        body: str,
        payload: dict[str, Any],
        kind: str = KIND,
    ) -> int:
        now = self._clock.now()
        return self._desk.put(tx, now, conversation_id, kind, body=body, payload=payload)


def _shown(draft: Draft, where: dict[str, Any], by: str = "") -> tuple[str, dict[str, Any]]:
    """A suggested reply as text, and as its card."""
    card = {"id": draft.public_id, "text": draft.text, "status": draft.status, "by": by}
    body = {
        "open": f"Suggested reply:\n{draft.text}",
        "sent": f"✓ {by} sent the suggested reply:\n{draft.text}",
        "edited": f"✓ {by} changed the suggested reply and sent it.",
        "discarded": f"{by} discarded the suggested reply.",
        "outdated": "A suggested reply stood here: it is out of date.",
    }[draft.status]
    return body, {**where, "draft": card}


def _line(said: Said) -> str:
    who = said.name or _SAID_BY.get(said.author.partition(":")[0], said.author)
    line = f"{who}: {with_files(said.text, said.media)}"
    if marks := [_MARKED[each] for each in said.signals if each in _MARKED]:
        line += f"\n⚠ What this answers {' and '.join(marks)}."
    return f"{line} (from the pages: {'; '.join(said.sources)})" if said.sources else line


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
