"""Messages to Slack: posts, words to one person alone, cards that change, and what a person alone
is shown."""

from collections.abc import Mapping
from typing import Any

from bot.delivery import Outbound, Sent
from bot.ports import Clock
from channels.slack.client import SlackClient, answer_of, posted
from channels.slack.files import SlackFiles
from channels.slack.finding import Finder, Posted, metadata_of, outbox_id, place, thread_of, ts_of
from channels.slack.home import home_view
from channels.slack.ports import Backstage
from channels.slack.render import blocks_of, text_of
from channels.slack.replies import SlackReplies

_SHOWN_AGAIN = ("ephemeral", "update", "home", "prompts")  # twice is as good as once


class SlackSender:
    """Implements Sender. A message carries its outbox id as metadata, by which it is found again
    after a crash.

    In a message's payload, under_at is the provider id of the message that it belongs under,
    update: that it takes that one's place, broadcast: that the channel shows it too; ephemeral:
    whom alone it is shown to, thread: where; file: the public id of a file that it is; home: the
    sections of somebody's App Home; prompts: what they may begin with."""

    def __init__(self, client: SlackClient, clock: Clock, backstage: Backstage) -> None:
        self._client = client
        self._finder = Finder(client, clock)
        self._files = SlackFiles(client, backstage, self._finder)
        self._replies = SlackReplies(client, backstage, self._finder, self._files, clock)

    async def send(self, message: Outbound) -> Sent:
        """Posts to the channel that is the lane's address. Raises SendError."""
        payload = message.payload or {}
        if message.kind == "reply":
            return await self._replies.send(message)
        if "file" in payload:
            return await self._files.kept(message, payload["file"])
        if "home" in payload:
            return await self._publish(message, payload)
        if "prompts" in payload:
            return await self._suggest(message, payload)
        if "ephemeral" in payload:
            return await self._whisper(message, payload)
        if payload.get("update"):
            return await self._update(message, payload)
        return await self._post(message, payload)

    async def _post(self, message: Outbound, payload: Mapping[str, Any]) -> Sent:
        under = thread_of(message)
        answer = await posted(
            self._client().chat_postMessage(
                channel=place(message)[0],
                text=text_of(message),
                blocks=blocks_of(message),
                thread_ts=under,
                reply_broadcast=bool(payload.get("under_at") and payload.get("broadcast")) or None,
                metadata=metadata_of(message),
                mrkdwn="title" in payload,
                unfurl_links=False,
            )
        )
        return Sent(f"{answer['channel']}:{answer['ts']}")

    async def _whisper(self, message: Outbound, payload: Mapping[str, Any]) -> Sent:
        channel, thread = place(message)
        if channel.startswith(("U", "W")):  # in the App Home: there is no channel to whisper in
            return await self._post(message, {})
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
        ts = ts_of(payload.get("under_at"))
        if ts is not None:  # else there is nothing in the channel that could be brought up to date
            await answer_of(
                self._client().chat_update(
                    channel=str(payload["under_at"]).partition(":")[0],
                    ts=ts,
                    text=text_of(message),
                    blocks=blocks_of(message),
                )
            )
        return Sent(f"update:{message.public_id}")

    async def _publish(self, message: Outbound, payload: Mapping[str, Any]) -> Sent:
        user, view = place(message)[0], home_view(payload["home"])
        await answer_of(self._client().views_publish(user_id=user, view=view))
        return Sent(f"home:{message.public_id}")

    async def _suggest(self, message: Outbound, payload: Mapping[str, Any]) -> Sent:
        channel, thread = place(message)
        await answer_of(
            self._client().assistant_threads_setSuggestedPrompts(
                channel_id=channel, thread_ts=thread, prompts=payload["prompts"]
            )
        )
        return Sent(f"prompts:{message.public_id}")

    async def find_sent(self, message: Outbound, claimed: frozenset[str]) -> Sent | None:
        """Looks for the outbox id in the channel's messages since it was written, or in its
        thread's. What can be said twice without harm is not looked for."""
        payload = message.payload or {}
        if "file" in payload:
            return await self._files.find_kept(message, payload["file"])
        if any(payload.get(name) for name in _SHOWN_AGAIN):
            return None

        def is_it(shown: Posted) -> bool:
            return outbox_id(shown) == message.public_id

        found = await self._finder.first(message, is_it)
        return Sent(found) if found else None

    async def close(self) -> None:
        """The SDK opens a connection for each call, and closes it."""
