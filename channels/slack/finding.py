"""What we posted, found again in its channel: by the outbox id that a message carries as metadata,
or by the name of a file."""

import time
from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any

from bot.delivery import Outbound
from bot.ports import Clock
from channels.slack.client import SlackClient, answer_of

EVENT = "outbox"  # of the metadata
_GRACE = 60.0  # seconds

Posted = Mapping[str, Any]


class Finder:
    """Asks Slack what is there. All raise SendError."""

    def __init__(self, client: SlackClient, clock: Clock) -> None:
        self._client, self._clock = client, clock

    async def first(
        self, message: Outbound, is_it: Callable[[Posted], bool], older: float = 0.0
    ) -> str | None:
        """The id (channel:ts) of the first such message since this one was written, or so many
        seconds before; None: there is none."""
        channel = await self._client.channel(place(message)[0])
        async for posted in self._posted(message, channel, older):
            if is_it(posted):
                return f"{channel}:{posted['ts']}"
        return None

    async def _posted(self, message: Outbound, channel: str, older: float) -> AsyncIterator[Posted]:
        cursor: str | None = None
        while True:
            asked: dict[str, Any] = {
                "channel": channel,
                "oldest": self._since(message, older),
                "include_all_metadata": True,
                "limit": 200,
                "cursor": cursor,
            }
            page = await answer_of(self._page(thread_of(message), asked))
            for posted in page["messages"]:
                yield posted
            cursor = (page.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return

    def _page(self, thread: str | None, asked: dict[str, Any]) -> Any:
        if thread is None:
            return self._client().conversations_history(**asked)
        return self._client().conversations_replies(ts=thread, **asked)

    def _since(self, message: Outbound, older: float) -> str:
        """Slack's time of when it was written, less a minute of grace. By its age: business time
        may have been moved, and Slack's clock is its own."""
        age = (self._clock.now() - message.written_at).total_seconds()
        return f"{time.time() - age - older - _GRACE:.6f}"


def place(message: Outbound) -> tuple[str, str | None]:
    """The channel of a lane's address, and the thread in it, if it has one: CHANNEL[:THREAD]."""
    channel, _, thread = message.lane.address.partition(":")
    return channel, thread or None


def ts_of(provider_id: str | None) -> str | None:
    """Slack's id of a message in its channel, of the id that we keep of it (channel:ts)."""
    return None if provider_id is None else provider_id.partition(":")[2]


def thread_of(message: Outbound) -> str | None:
    """In which thread it belongs."""
    return ts_of((message.payload or {}).get("under_at")) or place(message)[1]


def metadata_of(message: Outbound) -> dict[str, Any]:
    """By which a message is found again."""
    return {"event_type": EVENT, "event_payload": {"id": message.public_id}}


def outbox_id(posted: Posted) -> str | None:
    """The outbox id that a message carries."""
    metadata = posted.get("metadata") or {}
    if metadata.get("event_type") != EVENT:
        return None
    found: str | None = (metadata.get("event_payload") or {}).get("id")
    return found
