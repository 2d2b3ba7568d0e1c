"""What buttons, forms and the command do while a person waits: a form opens, a fault is shown, the
work itself is stored and follows."""

import asyncio
from collections.abc import Mapping
from typing import Any

from bot.delivery import SendError
from bot.errors import Away
from bot.messages import Inbound
from bot.ports import Directory
from channels.slack.clicks import Json, SlackClicks, values_of
from channels.slack.client import SlackClient, answer_of
from channels.slack.forms import Forms
from channels.slack.ports import House
from channels.slack.render import escape
from channels.slack.words import DRAFTING, EDIT, EDITING, FORMS, SAYING, SEND

_AT_ONCE = 2.3  # seconds; Slack lets a form open within three of its click
_NO_WORDS = "Write something to send."
_STRANGER = "Only members of the staff's channel may ask this; guests may not."
_HELP = """`/hibachi` lists who waits for a person.
`/hibachi QUESTION` asks the assistant; it answers in your direct messages with it.
`/hibachi admin QUESTION` asks the admin agent (settings, roles, budget), \
`/hibachi report QUESTION` the analytics agent (figures, charts, exports).
To answer a customer, press *Take over* on their card and write `>> …` in its thread. \
You can also write to the assistant directly, or mention it in a channel."""

Ack = Any
"""Bolt's: an awaitable call with what is answered."""


class Listeners:
    """Bolt calls these, each with what Slack sent."""

    def __init__(
        self, client: SlackClient, clicks: SlackClicks, directory: Directory, house: House
    ) -> None:
        self._client, self._clicks = client, clicks
        self._forms = Forms(client)
        self._directory, self._house = directory, house

    async def clicked(self, ack: Ack, body: Json) -> None:
        """A button: it opens a form before anything else, or is stored."""
        inbound = self._clicks.of_click(body)
        if inbound is None and body["actions"][0]["action_id"] in FORMS:
            opened = await self._opened(body)
            inbound = None if opened else self._clicks.too_late(body)
        if inbound is not None:
            await self._house.accept(inbound)
        await ack()

    async def _opened(self, click: Json) -> bool:
        """Whether a button's form opened in time, for one of the staff: what stands in it is for
        nobody else. Who is turned away hears it when the click is read."""
        action = click["actions"][0]
        name, value = action["action_id"], str(action.get("value"))
        try:
            async with asyncio.timeout(_AT_ONCE):
                if await self._directory.find(click["user"]["id"]) is None:
                    return False
                if name == SEND:
                    await self._forms.message(click)
                elif name == EDIT:
                    await self._forms.proposal(click, await self._house.form(value))
                else:
                    await self._forms.draft(click, await self._house.draft(value))
        except (Away, SendError, TimeoutError):
            return False
        return True

    async def submitted(self, ack: Ack, body: Json) -> None:
        """A form: what is wrong with it is shown in it, else it closes and the work follows."""
        kind = (body.get("view") or {}).get("callback_id")
        if kind not in (SAYING, EDITING, DRAFTING):
            await ack()
            return
        saying = kind == SAYING
        inbound = self._clicks.of_message_form(body) if saying else self._clicks.of_form(body)
        faults = await self._faults(body, inbound.meta.get("proposal"))
        if faults:
            await ack(response_action="errors", errors=faults)
            return
        await self._house.accept(inbound)
        await ack()

    async def _faults(self, body: Json, proposal: str | None) -> Mapping[str, str]:
        shown = values_of(body)
        if proposal is None:
            return {name: _NO_WORDS for name, text in shown.items() if not text.strip()}
        faults = await self._house.faults(proposal, shown)
        known = {name: why for name, why in faults.items() if name in shown}
        if faults and not known:  # of several fields together, or of one that is not shown
            return {next(iter(shown)): next(iter(faults.values()))}
        return known

    async def commanded(self, ack: Ack, body: Json) -> None:
        """The command: who waits, what there is, or a request to an agent."""
        try:
            async with asyncio.timeout(_AT_ONCE):
                colleague = await self._directory.find(body.get("user_id", ""))
                said = await self._meant(body) if colleague else _STRANGER
        except (Away, SendError, TimeoutError):
            said = "Slack does not answer us just now; please try again. Nothing was done."
        if isinstance(said, Inbound):
            await self._house.accept(said)
            said = "I answer in our direct messages, where you can also go on."
        await ack(response_type="ephemeral", text=said)

    async def _meant(self, body: Json) -> Inbound | str:
        """A request, or the answer to what needs no agent."""
        words = str(body.get("text") or "").strip()
        if words.lower() in ("", "waiting"):
            return escape(await self._house.waiting())
        if words.lower() == "help":
            return _HELP
        agent, rest = self._house.asked_for(words)
        place = await self._thread_for(body["user_id"], words)
        event_id = f"command:{body['trigger_id']}"
        return self._clicks.asked(event_id, place, body["user_id"], agent, rest)

    async def _thread_for(self, user: str, words: str) -> str:
        """The request as the begin of a thread in the asker's direct messages; its place."""
        channel = await self._client.direct(user)
        posted = await answer_of(
            self._client().chat_postMessage(
                channel=channel,
                text=f"You asked: {escape(words)}",
                mrkdwn=False,
                unfurl_links=False,
            )
        )
        return f"{channel}:{posted['ts']}"
