"""What stands on the stage: the phones, their texts, and the messages in the staff's Slack.

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


class Post(Struct, tag="post", kw_only=True):
    """A message in the staff's Slack. ts: its id in its channel. thread: the message that it
    stands under. only_for: whom alone it is shown to. streaming: more of it is to come. plain: its
    text holds no markup."""

    channel: str
    ts: str
    user: str
    text: str
    at: datetime
    blocks: list[dict[str, Any]] = []
    files: list[dict[str, Any]] = []
    metadata: dict[str, Any] | None = None
    thread: str | None = None
    broadcast: bool = False
    only_for: str | None = None
    edited: bool = False
    streaming: bool = False
    plain: bool = False


class Gone(Struct, frozen=True, tag="gone"):
    """A message was deleted."""

    channel: str
    ts: str


_MOST_POSTS = 2000

log = structlog.get_logger(__name__)

Thing = Round | Phone | Text | Post | Gone


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
        self.posts: dict[tuple[str, str], Post] = {}
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
        yield from (post for post in self.posts.values() if not post.only_for)

    def _take(self, thing: Thing) -> None:
        match thing:
            case Round():
                self.round = thing
            case Phone():
                self.phones[thing.number] = thing
            case Text():
                self.texts[thing.sid] = thing
            case Post():
                self.posts[thing.channel, thing.ts] = thing
                while len(self.posts) > _MOST_POSTS:
                    del self.posts[next(iter(self.posts))]
            case Gone():
                self.posts.pop((thing.channel, thing.ts), None)

    def put(self, thing: Phone | Text | Post) -> None:
        """Adds it, or shows what became of it. What is for one person's eyes, or is still being
        written, is not kept for the next process."""
        self._take(thing)
        if not (isinstance(thing, Post) and (thing.only_for or thing.streaming)):
            self._journal.add(msgspec.json.encode(thing))
        self._feed.publish(*_shown(thing))

    def remove(self, post: Post) -> None:
        """A message is deleted."""
        gone = Gone(post.channel, post.ts)
        self._take(gone)
        self._journal.add(msgspec.json.encode(gone))
        self._feed.publish("gone", {"channel": gone.channel, "ts": gone.ts})

    def begin(self, since: datetime, phones: list[Phone]) -> None:
        """An empty stage with these phones on it; what stood there before is forgotten."""
        self.texts, self.posts = {}, {}
        self.round = Round(since)
        self.phones = {phone.number: phone for phone in phones}
        self._journal.rewrite([msgspec.json.encode(thing) for thing in self._things()])

    def shown(self) -> dict[str, Any]:
        """What a page shows of it."""
        return {
            "phones": [_shown(phone)[1] for phone in self.phones.values()],
            "texts": [_shown(text)[1] for text in self.texts.values()],
            "posts": [_shown(post)[1] for post in self.posts.values()],
        }


def _shown(thing: Phone | Text | Post) -> tuple[str, dict[str, Any]]:
    data: dict[str, Any] = msgspec.to_builtins(thing)
    kind = data.pop("type")
    for inner in ("callback", "metadata"):
        data.pop(inner, None)
    return kind, data
