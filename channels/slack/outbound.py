"""Messages to Slack: posts, words to one person alone, and cards that change."""

import time
from collections.abc import Mapping
from typing import Any

from bot.messages import Outbound, Sent
from bot.ports import Clock
from channels.slack.client import SlackClient, answer_of
from channels.slack.render import blocks_of, text_of

_EVENT = "outbox"


class SlackSender:
    """Implements Sender. A message carries its outbox id as metadata, by which it is found again
    after a crash.

    In a message's payload, under_at is the provider id of the message that it belongs under,
    update: that it takes that one's place, broadcast: that the channel shows it too; ephemeral:
    whom alone it is shown to, thread: where."""

    def __init__(self, client: SlackClient, clock: Clock) -> None:
        self._client, self._clock = client, clock

    async def send(self, message: Outbound) -> Sent:
        """Posts to the channel that is the lane's address. Raises SendError."""
        payload = message.payload or {}
        if "ephemeral" in payload:
            return await self._whisper(message, payload)
        if payload.get("update"):
            return await self._update(message, payload)
        channel, thread = _place(message)
        answer = await answer_of(
            self._client().chat_postMessage(
                channel=channel,
                text=text_of(message),
                blocks=blocks_of(message),
                thread_ts=_ts(payload.get("under_at")) or thread,
                reply_broadcast=bool(payload.get("under_at") and payload.get("broadcast")) or None,
                metadata={"event_type": _EVENT, "event_payload": {"id": message.public_id}},
                mrkdwn="title" in payload,
                unfurl_links=False,
            )
        )
        return Sent(f"{answer['channel']}:{answer['ts']}")

    async def _whisper(self, message: Outbound, payload: Mapping[str, Any]) -> Sent:
        channel, thread = _place(message)
        await answer_of(
            self._client().chat_postEphemeral(
                channel=channel,
                user=payload["ephemeral"],
                thread_ts=payload.get("thread") or thread,
                text=text_of(message),
                blocks=blocks_of(message),
            )
        )
        return Sent(f"whisper:{message.public_id}")

    async def _update(self, message: Outbound, payload: Mapping[str, Any]) -> Sent:
        ts = _ts(payload.get("under_at"))
        if ts is not None:  # else there is nothing in the channel that could be brought up to date
            await answer_of(
                self._client().chat_update(
                    channel=_place(message)[0],
                    ts=ts,
                    text=text_of(message),
                    blocks=blocks_of(message),
                )
            )
        return Sent(f"update:{message.public_id}")

    async def find_sent(self, message: Outbound, claimed: frozenset[str]) -> Sent | None:
        """Looks for the outbox id in the channel's messages since it was written, or in its
        thread's. What can be said twice without harm is not looked for."""
        payload = message.payload or {}
        if "ephemeral" in payload or payload.get("update"):
            return None
        cursor: str | None = None
        while True:
            thread = _ts(payload.get("under_at")) or _place(message)[1]
            page = await self._page(message, thread, cursor)
            for posted in page["messages"]:
                if _outbox_id(posted) == message.public_id:
                    return Sent(f"{_place(message)[0]}:{posted['ts']}")
            cursor = (page.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return None

    async def _page(
        self, message: Outbound, thread: str | None, cursor: str | None
    ) -> Mapping[str, Any]:
        asked: dict[str, Any] = {
            "channel": _place(message)[0],
            "oldest": self._before(message),
            "include_all_metadata": True,
            "limit": 200,
            "cursor": cursor,
        }
        if thread is None:
            return await answer_of(self._client().conversations_history(**asked))
        return await answer_of(self._client().conversations_replies(ts=thread, **asked))

    def _before(self, message: Outbound) -> str:
        """Slack's time of when it was written, less a minute of grace. By its age: business time
        may have been moved, and Slack's clock is its own."""
        age = (self._clock.now() - message.written_at).total_seconds()
        return f"{time.time() - age - 60:.6f}"


def _place(message: Outbound) -> tuple[str, str | None]:
    """The channel of a lane's address, and the thread in it, if it has one: CHANNEL[:THREAD]."""
    channel, _, thread = message.lane.address.partition(":")
    return channel, thread or None


def _ts(provider_id: str | None) -> str | None:
    """Slack's id of a message in its channel, of the id that we keep of it (channel:ts)."""
    return None if provider_id is None else provider_id.partition(":")[2]


def _outbox_id(posted: Mapping[str, Any]) -> str | None:
    metadata = posted.get("metadata") or {}
    if metadata.get("event_type") != _EVENT:
        return None
    found: str | None = (metadata.get("event_payload") or {}).get("id")
    return found
