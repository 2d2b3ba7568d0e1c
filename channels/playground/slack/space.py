"""The workspace: its channels and messages, what is open on whose screen, and the files in it."""

import time
from collections import OrderedDict
from secrets import token_hex
from typing import Any

from msgspec import Struct

from channels.playground.feed import Feed
from channels.playground.slack.arguments import SlackError
from channels.playground.slack.people import BOT_USER, BY_DIRECT, BY_ID, PEOPLE, STAFF_CHANNEL
from channels.playground.stage import Post, Stage, now

_MOST_TOKENS = 500
_MOST_SHELVED = 64 * 1024 * 1024  # bytes


class Place(Struct, frozen=True):
    """Where somebody acted: whom and what an answer to it concerns."""

    user: str
    channel: str | None = None
    ts: str | None = None
    thread: str | None = None


class SharedFile(Struct):
    """A file. content: None until it was uploaded."""

    id: str
    name: str
    title: str
    content: bytes | None = None


class Space:
    """name: the bot's. own: where this server is reached by its own processes."""

    def __init__(self, stage: Stage, feed: Feed, name: str, own: str) -> None:
        self.stage, self._feed = stage, feed
        self.name, self.own = name, own
        self.forget()

    def forget(self) -> None:
        """Nothing is open, and nothing was given out."""
        self.triggers: OrderedDict[str, Place] = OrderedDict()
        self.responses: OrderedDict[str, Place] = OrderedDict()
        self.files: OrderedDict[str, SharedFile] = OrderedDict()
        self.views: dict[str, list[dict[str, Any]]] = {}
        self.homes: dict[str, dict[str, Any]] = {}
        self.statuses: dict[str, dict[str, Any]] = {}
        self.prompts: dict[str, dict[str, Any]] = {}

    def channel(self, id: str) -> str:
        """A channel's id, or of the direct messages with a user. Raises SlackError."""
        if id in BY_ID:
            return BY_ID[id].direct
        if id not in BY_DIRECT and id != STAFF_CHANNEL:
            raise SlackError("channel_not_found")
        return id

    def found(self, channel: str, ts: str) -> Post:
        """Raises SlackError."""
        post = self.stage.posts.get((channel, ts))
        if post is None:
            raise SlackError("message_not_found")
        return post

    def say(self, post: Post) -> None:
        """Shows a message; what the bot says ends its being at work there."""
        self.stage.put(post)
        if post.user == BOT_USER and not post.only_for:
            self.status(post.channel, post.thread or post.ts, "", [])

    def new_post(self, channel: str, user: str, text: str, **more: Any) -> Post:
        return Post(channel=channel, ts=self.new_ts(), user=user, text=text, at=now(), **more)

    def new_ts(self) -> str:
        """The moment as Slack writes it, later than every other message's."""
        last = max((_microseconds(ts) for _, ts in self.stage.posts), default=0)
        moment = max(int(time.time() * 1e6), last + 1)
        return f"{moment // 10**6}.{moment % 10**6:06d}"

    def trigger(self, place: Place) -> str:
        """Something that opens one view for whoever acted."""
        return _remember(self.triggers, place)

    def response(self, place: Place) -> str:
        """Where an answer to an act may be sent later."""
        token = _remember(self.responses, place)
        return f"{self.own}/playground/slack/respond/{token}"

    def status(self, channel: str, thread: str, words: str, loading: list[str]) -> None:
        """What the bot does meanwhile in a thread; no words: nothing more."""
        key = f"{channel}:{thread}"
        if not words and key not in self.statuses:
            return
        shown = {"channel": channel, "thread": thread, "words": words, "loading": loading}
        self.statuses[key] = shown
        if not words:
            del self.statuses[key]
        self._feed.publish("status", shown)

    def suggest(self, channel: str, title: str, prompts: list[dict[str, Any]]) -> None:
        """What might be asked in somebody's direct messages."""
        self.prompts[channel] = {"channel": channel, "title": title, "prompts": prompts}
        self._feed.publish("prompts", self.prompts[channel])

    def show_views(self, user: str, stack: list[dict[str, Any]]) -> None:
        """The modals on somebody's screen, the top one last."""
        self.views[user] = stack
        self._feed.publish("views", {"user": user, "stack": stack})

    def show_home(self, user: str, view: dict[str, Any]) -> None:
        self.homes[user] = view
        self._feed.publish("home", {"user": user, "view": view})

    def shelve(self, file: SharedFile) -> None:
        """Keeps a file, and lets go of the oldest ones where there are too many bytes."""
        self.files[file.id] = file
        while sum(len(each.content or b"") for each in self.files.values()) > _MOST_SHELVED:
            self.files.popitem(last=False)

    def shown(self) -> dict[str, Any]:
        """What the page shows of it, besides the stage."""
        people = [{"id": p.id, "name": p.name, "role": p.role, "direct": p.direct} for p in PEOPLE]
        return {
            "people": people,
            "bot": {"id": BOT_USER, "name": self.name},
            "staff_channel": STAFF_CHANNEL,
            "statuses": list(self.statuses.values()),
            "prompts": list(self.prompts.values()),
            "homes": [{"user": user, "view": view} for user, view in self.homes.items()],
            "views": [{"user": user, "stack": stack} for user, stack in self.views.items()],
        }


def _remember(kept: OrderedDict[str, Place], place: Place) -> str:
    token = f"{int(time.time())}.{token_hex(12)}"
    kept[token] = place
    while len(kept) > _MOST_TOKENS:
        kept.popitem(last=False)
    return token


def _microseconds(ts: str) -> int:
    return int(ts.replace(".", ""))
