"""What staff click, fill in and command, as Inbounds."""

import json
from collections.abc import Mapping
from typing import Any

from bot.messages import Inbound, LaneAddress, Unreadable
from bot.ports import Clock
from channels.slack.words import (
    DRAFT_EDIT,
    DRAFTING,
    EDIT,
    EDITING,
    HOME,
    ON_CARDS,
    ON_DRAFTS,
    ON_PROPOSALS,
    RATE,
    TOO_LATE,
    WORDS,
)

Json = Mapping[str, Any]

_CHANGES = {EDITING: (EDIT, "proposal"), DRAFTING: (DRAFT_EDIT, "draft")}


class SlackClicks:
    """Translates verified payloads. channel: the staff's. One lane a thread: what is done in it is
    done in order."""

    def __init__(self, channel: str, clock: Clock) -> None:
        self._channel, self._clock = channel, clock

    def of_click(self, payload: Json) -> Inbound | None:
        """A button that does something by itself; None: it does not. Raises Unreadable."""
        try:
            action, name = payload["actions"][0], payload["actions"][0]["action_id"]
            event_id, user = f"click:{payload['trigger_id']}", payload["user"]["id"]
        except (KeyError, IndexError, TypeError) as error:
            raise Unreadable(f"a click without {error}") from error
        value = action.get("value")
        if name in ON_CARDS:
            root, meta = root_of(payload), {"conversation": value, "thread": thread_of(payload)}
            return self._on_card(event_id, name, root, meta | {"user": user})
        if name in ON_PROPOSALS:
            return self._inbound(event_id, name, place_of(payload), user, proposal=value)
        if name in ON_DRAFTS:
            meta = {"draft": value, "thread": thread_of(payload)}
            return self._inbound(event_id, name, place_of(payload), user, **meta)
        if name == RATE:
            return self._rating(event_id, payload, str(value))
        if name.startswith(f"{HOME}:"):
            do = name.split(":")[1]
            return self._inbound(event_id, HOME, user, user, do=do, value=value)
        return None

    def _rating(self, event_id: str, payload: Json, value: str) -> Inbound | None:
        thumb, _, message = value.partition(":")
        if thumb not in ("1", "-1") or not message:
            return None
        place, user = place_of(payload), payload["user"]["id"]
        return self._inbound(event_id, RATE, place, user, message=message, rating=int(thumb))

    def too_late(self, payload: Json) -> Inbound:
        """A form that did not open in time: whoever clicked is told."""
        user, event_id = payload["user"]["id"], f"late:{payload['trigger_id']}"
        return self._inbound(event_id, TOO_LATE, place_of(payload), user)

    def of_message_form(self, payload: Json) -> Inbound:
        """What was written into a form and is to be sent. Raises Unreadable."""
        try:
            view, user = payload["view"], payload["user"]["id"]
            about = json.loads(view["private_metadata"])
            meta = {key: about[key] for key in ("conversation", "thread")} | {"user": user}
            words = words_of(payload)
            return self._on_card(f"form:{view['id']}", "say", about["root"], meta, words)
        except (KeyError, TypeError, ValueError) as error:
            raise Unreadable(f"a form without {error}") from error

    def of_form(self, payload: Json) -> Inbound:
        """What was changed of a proposal, or of a suggested reply. Raises Unreadable."""
        try:
            view, user = payload["view"], payload["user"]["id"]
            about, event_id = json.loads(view["private_metadata"]), f"form:{view['id']}"
            act, kind = _CHANGES[view["callback_id"]]
            changed = {kind: about["id"], "values": values_of(payload), "thread": about["thread"]}
            return self._inbound(event_id, act, about["place"], user, **changed)
        except (KeyError, TypeError, ValueError) as error:
            raise Unreadable(f"a form without {error}") from error

    def asked(self, event_id: str, place: str, user: str, agent: str | None, words: str) -> Inbound:
        """A request by command, in the thread that was made for it."""
        channel, _, ts = place.partition(":")
        return Inbound(
            lane=LaneAddress("slack", place),
            event_id=event_id,
            text=words,
            received_at=self._clock.now(),
            meta={"user": user, "channel": channel, "ts": ts, "agent": agent},
        )

    def _on_card(
        self, event_id: str, act: str, root: str, meta: dict[str, Any], words: str = ""
    ) -> Inbound:
        place = f"{self._channel}:{root}"
        return self._made(event_id, place, {"act": act, "message": place, **meta}, words)

    def _inbound(self, event_id: str, act: str, place: str, user: str, **more: Any) -> Inbound:
        return self._made(event_id, place, {"act": act, "user": user, **more})

    def _made(self, event_id: str, place: str, meta: dict[str, Any], words: str = "") -> Inbound:
        return Inbound(
            lane=LaneAddress("slack", place),
            event_id=event_id,
            text=words,
            received_at=self._clock.now(),
            kind="staff",
            meta=meta,
        )


def values_of(payload: Json) -> dict[str, str]:
    """What stands in a form's fields, each a block of the field's name."""
    state = payload["view"]["state"]["values"]
    return {name: str(field[WORDS].get("value") or "") for name, field in state.items()}


def words_of(payload: Json) -> str:
    """What stands in the one field of a form."""
    return values_of(payload).get(WORDS, "").strip()


def thread_of(payload: Json) -> str | None:
    """In which thread a button was clicked; None: in the channel itself."""
    container, message = payload.get("container") or {}, payload.get("message") or {}
    found = container.get("thread_ts") or message.get("thread_ts")
    return str(found) if found else None


def root_of(payload: Json) -> str:
    """What the thread of a button hangs on, or would."""
    return thread_of(payload) or str((payload.get("container") or {}).get("message_ts") or "")


def place_of(payload: Json) -> str:
    """The channel and the thread of a button: CHANNEL:THREAD. In the App Home: who clicked."""
    container = payload.get("container") or {}
    channel = container.get("channel_id") or (payload.get("channel") or {}).get("id")
    return f"{channel}:{root_of(payload)}" if channel else str(payload["user"]["id"])
