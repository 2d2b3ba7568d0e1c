"""Replies of agents into Slack: posted, or put in the place of what was shown while they were
made."""

import asyncio
import time
from datetime import datetime
from typing import Any

from bot.delivery import Outbound, SendError, SendTrouble, Sent
from bot.ports import Clock
from channels.slack.answers import answer_blocks, file_name, is_long, shown
from channels.slack.client import SlackClient, answer_of, posted
from channels.slack.files import SlackFiles
from channels.slack.finding import Finder, Posted, metadata_of, outbox_id, place, ts_of
from channels.slack.ports import Backstage, Behind
from channels.slack.render import escape

_A_MOMENT, _TIMES = 0.15, 20  # what was begun a moment ago tells its place soon
_ASKEW = 2.0  # seconds between Slack's clock and ours
_DEAD_AFTER = 15.0  # seconds; then whoever began it does not know its place, and never will


class SlackReplies:
    """Delivers replies, each once. All raise SendError."""

    def __init__(
        self,
        client: SlackClient,
        backstage: Backstage,
        finder: Finder,
        files: SlackFiles,
        clock: Clock,
    ) -> None:
        self._client, self._backstage, self._clock = client, backstage, clock
        self._finder, self._files = finder, files

    async def send(self, message: Outbound) -> Sent:
        """Posts a reply, or finishes it where it was begun; a long one with its file."""
        behind = await self._backstage.behind(message.public_id)
        begun = await self._begun(message, behind)
        if is_long(message):
            await self._files.upload(message, file_name(message), message.body.encode())
        content = self._content(message, behind)
        if begun is not None and await self._finished(begun, content):
            return Sent(begun)
        channel, thread = place(message)
        asked = self._client().chat_postMessage(
            channel=channel, thread_ts=thread, mrkdwn=False, unfurl_links=False, **content
        )
        answer = await posted(asked)
        return Sent(f"{answer['channel']}:{answer['ts']}")

    def _content(self, message: Outbound, behind: Behind | None) -> dict[str, Any]:
        return {
            "text": escape(shown(message)),
            "blocks": answer_blocks(message, behind),
            "metadata": metadata_of(message),
        }

    async def _finished(self, begun: str, content: dict[str, Any]) -> bool:
        """Whether the whole stands where it was begun; else somebody took that away."""
        channel, ts = begun.partition(":")[0], ts_of(begun) or ""
        try:
            await answer_of(self._client().chat_stopStream(channel=channel, ts=ts))
        except SendError as error:
            if error.trouble is not SendTrouble.REFUSED:  # refused: it was stopped before
                raise
        try:
            await answer_of(self._client().chat_update(channel=channel, ts=ts, **content))
        except SendError as error:
            if error.trouble is not SendTrouble.REFUSED:
                raise
            return False
        return True

    async def _begun(self, message: Outbound, behind: Behind | None) -> str | None:
        """Where the reply was begun to be shown; None: nowhere."""
        for _ in range(_TIMES):
            if behind is None or behind.begun_at is None or behind.place is not None:
                return behind.place or None if behind else None
            if self._age(behind) > _DEAD_AFTER:
                break
            await asyncio.sleep(_A_MOMENT)
            behind = await self._backstage.behind(message.public_id)
        if behind is None or behind.begun_at is None:
            return None
        if self._age(behind) <= _DEAD_AFTER:
            raise SendError(SendTrouble.RETRY, after=3.0)
        return await self._left(message, behind.begun_at)

    async def _left(self, message: Outbound, begun_at: datetime) -> str | None:
        """What was begun and not finished: all else of ours carries its outbox id, is a file, or
        was there before, as what the thread began with was."""
        us, root = await self._client.bot(), place(message)[1]
        # Slack's time of it, by its age: business time may have been moved.
        begun = time.time() - (self._clock.now() - begun_at).total_seconds() - _ASKEW

        def is_left(shown: Posted) -> bool:
            ours = shown.get("bot_id") and us in (None, shown["bot_id"])
            unnamed = outbox_id(shown) is None and not shown.get("files")
            return bool(ours) and unnamed and shown["ts"] != root and float(shown["ts"]) >= begun

        older = (message.written_at - begun_at).total_seconds()
        return await self._finder.first(message, is_left, max(older, 0.0))

    def _age(self, behind: Behind) -> float:
        begun_at = behind.begun_at or self._clock.now()
        return (self._clock.now() - begun_at).total_seconds()
