"""What stands on the stage: the phones, their texts, and the notices that staff were sent.

It is kept in a file, so that it outlives the bot as the vendors do."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import msgspec
import structlog
from msgspec import Struct

from channels.playground.feed import Feed
from channels.playground.journal import Journal


class Round(Struct, frozen=True, tag="round"):
    """From a reset to the next. since: by the business's clock."""

    since: datetime


class Phone(Struct, tag="phone"):
    """A customer's phone. opted_out: at the vendor's, by STOP."""

    number: str
    name: str
    opted_out: bool = False


class Text(Struct, tag="text"):
    """A text, as its phone's owner sees it. way: sent or received. network: the vendor's own
    answer to a keyword. callback: where the vendor reports its status."""

    sid: str
    phone: str
    way: str
    words: str
    at: datetime
    status: str
    network: bool = False
    callback: str = ""

    @property
    def is_under_way(self) -> bool:
        return self.status not in ("delivered", "failed")


class Notice(Struct, tag="notice"):
    """A message in the staff's channel. talk: the conversation it tells of."""

    ts: str
    channel: str
    text: str
    at: datetime
    blocks: list[dict[str, Any]] = []
    metadata: dict[str, Any] | None = None
    talk: str | None = None


log = structlog.get_logger(__name__)

Thing = Round | Phone | Text | Notice


def now() -> datetime:
    """The vendors' clock, which no rehearsal moves."""
    return datetime.now(UTC)


class Stage:
    """All of it, by id, in the order in which it came. What is put is kept and shown."""

    def __init__(self, feed: Feed, journal: Journal) -> None:
        self._feed, self._journal = feed, journal
        self.round: Round | None = None
        self.phones: dict[str, Phone] = {}
        self.texts: dict[str, Text] = {}
        self.notices: dict[str, Notice] = {}
        for line in journal.lines():
            try:
                self._take(msgspec.json.decode(line, type=Thing))
            except msgspec.DecodeError:  # cut off by a crash, or written by another version
                log.warning("a line of the playground's file is left out")
        journal.rewrite([msgspec.json.encode(thing) for thing in self._things()])

    def _things(self) -> Iterator[Thing]:
        if self.round is not None:
            yield self.round
        yield from self.phones.values()
        yield from self.texts.values()
        yield from self.notices.values()

    def _take(self, thing: Thing) -> None:
        match thing:
            case Round():
                self.round = thing
            case Phone():
                self.phones[thing.number] = thing
            case Text():
                self.texts[thing.sid] = thing
            case Notice():
                self.notices[thing.ts] = thing

    def put(self, thing: Phone | Text | Notice) -> None:
        """Adds it, or shows what became of it."""
        self._take(thing)
        self._journal.add(msgspec.json.encode(thing))
        self._feed.publish(*_shown(thing))

    def begin(self, since: datetime, phones: list[Phone]) -> None:
        """An empty stage with these phones on it; what stood there before is forgotten."""
        self.texts, self.notices = {}, {}
        self.round = Round(since)
        self.phones = {phone.number: phone for phone in phones}
        self._journal.rewrite([msgspec.json.encode(thing) for thing in self._things()])

    def shown(self) -> dict[str, Any]:
        """What a page shows of it."""
        return {
            "phones": [_shown(phone)[1] for phone in self.phones.values()],
            "texts": [_shown(text)[1] for text in self.texts.values()],
            "notices": [_shown(notice)[1] for notice in self.notices.values()],
        }


def _shown(thing: Phone | Text | Notice) -> tuple[str, dict[str, Any]]:
    data: dict[str, Any] = msgspec.to_builtins(thing)
    kind = data.pop("type")
    for inner in ("callback", "metadata"):
        data.pop(inner, None)
    return kind, data
