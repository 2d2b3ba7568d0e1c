"""What Slack's events tell of, as Inbounds. Talk among staff is none: it never gets further."""

import re
from collections.abc import Mapping
from typing import Any

from bot.messages import Inbound, LaneAddress, Unreadable
from bot.ports import Clock
from channels.slack.plain import marked, plain
from channels.slack.words import HOME, PROMPTS

Json = Mapping[str, Any]
_MENTION = re.compile(r"<@[UW][A-Z0-9]+(?:\|[^>]*)?>")
_WRITTEN = (None, "file_share", "thread_broadcast")  # the last: "Also send to #channel"
_UNREAD = "(with files, which the assistant does not read)"


class SlackEvents:
    """Translates verified events. channel: the staff's."""

    def __init__(self, channel: str, clock: Clock) -> None:
        self._channel, self._clock = channel, clock

    def of(self, envelope: Json) -> Inbound | None:
        """A line that was marked for the customer in a thread of the staff's channel, one that is
        said to the bot, or a look at what the bot shows. None: anything else, which causes nothing:
        other talk, edits, joins, what bots write. Raises Unreadable."""
        event = envelope.get("event")
        if not isinstance(event, dict) or not isinstance(envelope.get("event_id"), str):
            raise Unreadable("an event without an event or an event_id")
        try:
            found = self._said_to_us(event) or self._marked(envelope, event)
            return found or self._opened(envelope, event)
        except (KeyError, TypeError) as error:
            raise Unreadable(f"an event without {error}") from error

    def _said_to_us(self, event: Json) -> Inbound | None:
        """A direct message, or one that names us."""
        direct = event.get("type") == "message" and event.get("channel_type") == "im"
        if not (direct or event.get("type") == "app_mention") or not by_a_person(event):
            return None
        return self._said(event)

    def of_thread(self, envelope: Json) -> Inbound | None:
        """A line in a thread that names nobody: said to the bot where the thread began with it.
        None: it is no such line."""
        event = envelope["event"]
        named = event.get("type") != "message" or event.get("channel_type") == "im"
        thread = event.get("thread_ts")
        if named or not by_a_person(event) or not thread or thread == event.get("ts"):
            return None
        return self._said(event, unasked=True)

    def talk_under(self, envelope: Json) -> str | None:
        """Under which message (channel:ts) of the staff's channel somebody talked; not what was
        said. None: it is no talk there."""
        event = envelope["event"]
        here = event.get("thread_ts") and self._is_ours(event)
        return f"{self._channel}:{event['thread_ts']}" if here else None

    def _said(self, event: Json, **more: Any) -> Inbound:
        """Each once, whatever events tell of it."""
        channel, ts, thread = event["channel"], event["ts"], event.get("thread_ts")
        words = plain(_MENTION.sub("", str(event.get("text") or ""))).strip()
        if event.get("files"):
            words = f"{words} {_UNREAD}".strip()
        return Inbound(
            lane=LaneAddress("slack", f"{channel}:{thread or ts}"),
            event_id=f"said:{channel}:{ts}",
            text=words,
            received_at=self._clock.now(),
            meta={"user": event["user"], "channel": channel, "ts": ts, **more},
        )

    def _marked(self, envelope: Json, event: Json) -> Inbound | None:
        thread, words = event.get("thread_ts"), marked(str(event.get("text") or ""))
        if not thread or thread == event.get("ts") or not words or not self._is_ours(event):
            return None
        meta = {"act": "say", "message": f"{self._channel}:{thread}", "user": event["user"]}
        meta |= {"thread": thread, "marked": True, "files": bool(event.get("files"))}
        # Slack may tell of one line by several events, as of one that the channel shows too.
        told = {"event_id": f"marked:{self._channel}:{event['ts']}"}
        return self._act(told, f"{self._channel}:{thread}", meta, words)

    def _is_ours(self, event: Json) -> bool:
        """What a person wrote here just now. A file comes as a subtype of its own."""
        here = event.get("type") == "message" and event.get("channel") == self._channel
        return here and by_a_person(event)

    def _opened(self, envelope: Json, event: Json) -> Inbound | None:
        """Somebody looks at the App Home, or begins to talk with us."""
        kind, tab = event.get("type"), event.get("tab")
        if kind == "assistant_thread_started":
            thread = event["assistant_thread"]
            place = f"{thread['channel_id']}:{thread['thread_ts']}"
            return self._look(envelope, place, PROMPTS, thread["user_id"])
        if kind == "app_home_opened" and tab == "messages":
            return self._look(envelope, event["channel"], PROMPTS, event["user"])
        if kind == "app_home_opened" and tab == "home":
            return self._look(envelope, event["user"], HOME, event["user"])
        return None

    def _look(self, envelope: Json, place: str, act: str, user: str) -> Inbound:
        return self._act(envelope, place, {"act": act, "user": user, "unasked": True})

    def _act(self, envelope: Json, place: str, meta: dict[str, Any], words: str = "") -> Inbound:
        return Inbound(
            lane=LaneAddress("slack", place),
            event_id=envelope["event_id"],
            text=words,
            received_at=self._clock.now(),
            kind="staff",
            meta=meta,
        )


def by_a_person(event: Json) -> bool:
    """Whether a person wrote it just now: no edit, no join, no bot."""
    subtype, user = event.get("subtype"), event.get("user")
    return subtype in _WRITTEN and bool(user) and not event.get("bot_id")
