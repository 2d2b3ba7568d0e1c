"""A workspace: its people, its channels, and what was posted there."""

import time
from pathlib import Path
from typing import Any

import msgspec

from tests.fakes.slack.errors import SlackError
from tests.fakes.waiting import Recorded

BOT_TOKEN = "xoxb-0000000000-stand-in"
BOT_USER, BOT, TEAM, APP = "U0BOT00001", "B0BOT00001", "T0TEAM0001", "A0APP00001"
SCOPES = frozenset(
    [
        "chat:write",
        "channels:history",
        "groups:history",
        "channels:read",
        "groups:read",
        "users:read",
        "commands",
        "assistant:write",
        "app_mentions:read",
        "files:write",
        "im:history",
        "im:write",
        "usergroups:read",
    ]
)


class User(msgspec.Struct):
    """One person, or the bot itself."""

    id: str
    name: str
    zone: str = "America/Los_Angeles"
    is_admin: bool = False
    is_bot: bool = False
    deleted: bool = False
    is_restricted: bool = False
    team: str = TEAM


class Channel(msgspec.Struct):
    """A channel by its id; the bot posts only where it is a member."""

    id: str
    name: str
    members: list[str] = msgspec.field(default_factory=lambda: [BOT_USER])
    archived: bool = False


class Post(msgspec.Struct, kw_only=True):
    """A message that was posted. `ts` is its id in its channel."""

    channel: str
    ts: str
    user: str
    text: str = ""
    blocks: list[dict[str, object]] = []
    thread_ts: str | None = None
    reply_broadcast: bool = False
    metadata: dict[str, object] | None = None
    only_for: str | None = None
    streaming: bool = False
    tasks: dict[str, str] = {}
    files: list[dict[str, str]] = []

    def message(self, *, with_metadata: bool) -> dict[str, object]:
        """The message's JSON, as histories and answers show it."""
        shown: dict[str, object] = {
            "type": "message",
            "user": self.user,
            "text": self.text,
            "ts": self.ts,
            "team": TEAM,
        }
        if self.user == BOT_USER:
            shown |= {"bot_id": BOT, "app_id": APP}
        if self.blocks:
            shown["blocks"] = self.blocks
        if self.files:
            shown["files"] = self.files
        if self.thread_ts is not None:
            shown["thread_ts"] = self.thread_ts
        if with_metadata and self.metadata is not None:
            shown["metadata"] = self.metadata
        return shown


class Uploaded(msgspec.Struct):
    """A file; content: once it has come."""

    id: str
    name: str
    length: int
    content: bytes | None = None


class Workspace(msgspec.Struct):
    """All that the methods read and change; fill `users` and `channels` as a test needs."""

    posts: Recorded[Post]
    token: str = BOT_TOKEN
    scopes: frozenset[str] = SCOPES
    users: dict[str, User] = {}
    channels: dict[str, Channel] = {}
    whispers: list[Post] = []
    views: list[dict[str, object]] = []
    triggers: set[str] = set()
    files: dict[str, Uploaded] = {}
    groups: dict[str, list[str]] = {}
    homes: dict[str, dict[str, Any]] = {}
    published: list[str] = []
    prompts: dict[str, list[str]] = {}
    statuses: list[tuple[str, str]] = []
    titles: dict[str, str] = {}
    url: str = ""

    @classmethod
    def kept_in(cls, state: Path | None) -> "Workspace":
        """A workspace with the bot alone in one channel, C0STAFF001; posts go to a file or not."""
        made = cls(Recorded(Post, lambda post: f"{post.channel} {post.ts}", state))
        made.users[BOT_USER] = User(BOT_USER, "myhibachi", is_bot=True)
        made.channels["C0STAFF001"] = Channel("C0STAFF001", "staff")
        return made

    def channel(self, name: str) -> Channel:
        """By id, or by name with or without its #; a person's id is their direct messages.
        SlackError where the bot cannot see it."""
        if name in self.users:
            name = self.direct(name)
        for channel in self.channels.values():
            if name in (channel.id, channel.name, f"#{channel.name}"):
                return channel
        raise SlackError("channel_not_found")

    def direct(self, user: str) -> str:
        """The channel of somebody's direct messages with the bot; its id."""
        id = f"D{user[1:]}"
        self.channels.setdefault(id, Channel(id, f"direct-{user}", [BOT_USER, user]))
        return id

    def post(self, channel: str, ts: str) -> Post | None:
        """The message of this id in a channel."""
        return next((p for p in self.posts if (p.channel, p.ts) == (channel, ts)), None)

    def add(self, post: Post) -> None:
        self.posts.put(post)

    def new_ts(self) -> str:
        """The moment of a new post as Slack writes it, later than every other post's."""
        last = max((_microseconds(post.ts) for post in self.posts), default=0)
        moment = max(int(time.time() * 1e6), last + 1)
        return f"{moment // 10**6}.{moment % 10**6:06d}"


def _microseconds(ts: str) -> int:
    return int(ts.replace(".", ""))
