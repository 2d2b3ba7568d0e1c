"""What staff do in Slack, as Inbounds. Talk among themselves is none: it never gets further."""

import json
import re
from collections.abc import Mapping
from typing import Any

from bot.messages import Inbound, LaneAddress, Unreadable
from bot.ports import Clock
from channels.slack.plain import marked, plain
from channels.slack.words import ON_CARDS, ON_PROPOSALS, WORDS

Json = Mapping[str, Any]
_MENTION = re.compile(r"<@[UW][A-Z0-9]+>")


class SlackInbound:
    """Translates verified requests. channel: the staff's."""

    def __init__(self, channel: str, clock: Clock) -> None:
        self._channel, self._clock = channel, clock

    def of_event(self, envelope: Json) -> Inbound | None:
        """A line that was marked for the customer in a thread of the staff's channel, or one that
        is said to the bot. None: anything else, which causes nothing: other talk, edits, joins,
        what bots write. Raises Unreadable."""
        event = envelope.get("event")
        if not isinstance(event, dict) or not isinstance(envelope.get("event_id"), str):
            raise Unreadable("an event without an event or an event_id")
        return self._said_to_us(event) or self._marked(envelope, event)

    def _said_to_us(self, event: Json) -> Inbound | None:
        """A direct message, or one that names us; each once, whatever events tell of it."""
        direct = event.get("type") == "message" and event.get("channel_type") == "im"
        if not (direct or event.get("type") == "app_mention") or not _by_a_person(event):
            return None
        channel, ts, thread = event["channel"], event["ts"], event.get("thread_ts")
        return Inbound(
            lane=LaneAddress("slack", f"{channel}:{thread or ts}"),
            event_id=f"said:{channel}:{ts}",
            text=plain(_MENTION.sub("", str(event.get("text") or ""))).strip(),
            received_at=self._clock.now(),
            meta={"user": event["user"], "channel": channel, "ts": ts},
        )

    def _marked(self, envelope: Json, event: Json) -> Inbound | None:
        thread, words = event.get("thread_ts"), marked(str(event.get("text") or ""))
        if not thread or thread == event.get("ts") or not words or not self._is_ours(event):
            return None
        meta = {"user": event["user"], "thread": thread, "marked": True}
        meta |= {"files": bool(event.get("files"))}
        return self._inbound(envelope["event_id"], "say", thread, meta, words)

    def _is_ours(self, event: Json) -> bool:
        """What a person wrote here just now. A file comes as a subtype of its own."""
        return (
            event.get("type") == "message"
            and event.get("channel") == self._channel
            and _by_a_person(event)
        )

    def of_click(self, payload: Json) -> Inbound | None:
        """A button of a card; None: one that does nothing by itself. Raises Unreadable."""
        try:
            action, trigger = payload["actions"][0], payload["trigger_id"]
            user, name = payload["user"]["id"], action["action_id"]
        except (KeyError, IndexError, TypeError) as error:
            raise Unreadable(f"a click without {error}") from error
        if name in ON_PROPOSALS:
            return self._decision(payload, f"click:{trigger}", name)
        if name not in ON_CARDS:
            return None
        meta = {"user": user, "conversation": action.get("value"), "thread": thread_of(payload)}
        return self._inbound(f"click:{trigger}", name, root_of(payload), meta)

    def _decision(self, payload: Json, event_id: str, act: str) -> Inbound:
        """On a proposal: where its card stands, in the conversation it comes from."""
        channel = str((payload.get("container") or {}).get("channel_id") or self._channel)
        return Inbound(
            lane=LaneAddress("slack", f"{channel}:{root_of(payload)}"),
            event_id=event_id,
            text="",
            received_at=self._clock.now(),
            kind="staff",
            meta={
                "act": act,
                "user": payload["user"]["id"],
                "proposal": payload["actions"][0].get("value"),
            },
        )

    def of_form(self, payload: Json) -> Inbound:
        """What was written into the form and is to be sent. Raises Unreadable."""
        try:
            view, user = payload["view"], payload["user"]["id"]
            about = json.loads(view["private_metadata"])
            words, event_id = words_of(payload), f"form:{view['id']}"
            meta = {key: about[key] for key in ("conversation", "thread")} | {"user": user}
            return self._inbound(event_id, "say", about["root"], meta, words)
        except (KeyError, TypeError, ValueError) as error:
            raise Unreadable(f"a form without {error}") from error

    def _inbound(
        self, event_id: str, act: str, root: str, meta: dict[str, Any], words: str = ""
    ) -> Inbound:
        """One lane a thread: what is done in it is done in order."""
        return Inbound(
            lane=LaneAddress("slack", f"{self._channel}:{root}"),
            event_id=event_id,
            text=words,
            received_at=self._clock.now(),
            kind="staff",
            meta={"act": act, "message": f"{self._channel}:{root}", **meta},
        )


def _by_a_person(event: Json) -> bool:
    subtype, user = event.get("subtype"), event.get("user")
    return subtype in (None, "file_share") and bool(user) and not event.get("bot_id")


def words_of(payload: Json) -> str:
    """What stands in the form's field."""
    return str(payload["view"]["state"]["values"][WORDS][WORDS].get("value") or "").strip()


def thread_of(payload: Json) -> str | None:
    """In which thread a button was clicked; None: in the channel itself."""
    container, message = payload.get("container") or {}, payload.get("message") or {}
    found = container.get("thread_ts") or message.get("thread_ts")
    return str(found) if found else None


def root_of(payload: Json) -> str:
    """What the thread of a button hangs on, or would."""
    return thread_of(payload) or str((payload.get("container") or {}).get("message_ts") or "")
