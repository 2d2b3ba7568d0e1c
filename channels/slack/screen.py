"""Answers shown while they are made, by Slack's streaming methods; and that there is work on
them."""

from collections.abc import Sequence
from typing import Any

from bot.ports import Place, Step
from channels.slack.client import SlackClient, answer_of
from channels.slack.markdown import piece


class SlackScreen:
    """Implements Screen."""

    def __init__(self, client: SlackClient) -> None:
        self._client = client

    async def status(self, place: Place, words: str) -> None:
        """Slack takes it away after two minutes, and when we post."""
        channel, _, thread = place.lane.address.partition(":")
        asked = self._client().assistant_threads_setStatus(
            channel_id=channel, thread_ts=thread, status=words
        )
        await answer_of(asked)

    async def title(self, place: Place, words: str) -> None:
        """Threads with names are those of direct messages."""
        channel, _, thread = place.lane.address.partition(":")
        if channel.startswith("D"):
            asked = self._client().assistant_threads_setTitle(
                channel_id=channel, thread_ts=thread, title=words
            )
            await answer_of(asked)

    async def begin(self, place: Place, text: str, steps: Sequence[Step]) -> str:
        channel, _, thread = place.lane.address.partition(":")
        answer = await answer_of(
            self._client().chat_startStream(
                channel=channel,
                thread_ts=thread,
                recipient_team_id=await self._client.team(),
                recipient_user_id=place.user,
                chunks=_chunks(text, steps),
            )
        )
        return f"{answer['channel']}:{answer['ts']}"

    async def add(self, begun: str, text: str, steps: Sequence[Step]) -> None:
        channel, _, ts = begun.partition(":")
        chunks = _chunks(text, steps)
        await answer_of(self._client().chat_appendStream(channel=channel, ts=ts, chunks=chunks))


def _chunks(text: str, steps: Sequence[Step]) -> list[dict[str, Any]]:
    chunks = [
        {
            "type": "task_update",
            "id": step.id,
            "title": step.title,
            "status": "complete" if step.done else "in_progress",
        }
        for step in steps
    ]
    return [*chunks, {"type": "markdown_text", "text": piece(text)}] if text else chunks
