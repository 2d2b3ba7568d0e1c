"""What Slack posts to us: verified, then stored or answered within its three seconds."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import parse_qs

from aiohttp import web

from bot.errors import Away
from bot.messages import Inbound, SendError, Unreadable
from bot.ports import Directory
from channels.slack.forms import Forms
from channels.slack.inbound import Json, SlackInbound, words_of
from channels.slack.render import escape
from channels.slack.signature import Signature
from channels.slack.words import SAYING, SEND, WORDS

_AT_ONCE = 2.5  # seconds that a person who waits for an answer is given
_HELP = "`/hibachi` lists who waits for a person. To answer one, press *Take over* on their card."


class SlackDoor:
    """Answers what comes to the request URL: events, clicks, forms and the command.

    accept: stores an Inbound durably. waiting: who waits for a person, in words."""

    def __init__(
        self,
        signature: Signature,
        inbound: SlackInbound,
        forms: Forms,
        directory: Directory,
        accept: Callable[[Inbound], Awaitable[object]],
        waiting: Callable[[], Awaitable[str]],
    ) -> None:
        self._signature, self._inbound, self._forms = signature, inbound, forms
        self._directory, self._accept, self._waiting = directory, accept, waiting

    async def answer(self, body: bytes, headers: Mapping[str, str]) -> web.Response:
        """The answer to a request. Raises Forged, of which nothing is kept, and Unreadable."""
        self._signature.verify(body, headers)
        if headers.get("Content-Type", "").startswith("application/json"):
            return await self._event(_json(body))
        form = {name: values[0] for name, values in _form(body).items()}
        if "payload" in form:
            return await self._interaction(_json(form["payload"]))
        if "command" in form:
            return await self._command(form)
        return web.Response()  # Slack asks now and then whether anybody is here

    async def _event(self, envelope: Json) -> web.Response:
        if envelope.get("type") == "url_verification":
            return web.json_response({"challenge": str(envelope.get("challenge", ""))})
        if envelope.get("type") == "event_callback":
            await self._keep(self._inbound.of_event(envelope))
        return web.Response()

    async def _keep(self, inbound: Inbound | None) -> None:
        if inbound is not None:
            await self._accept(inbound)

    async def _interaction(self, payload: Json) -> web.Response:
        match payload.get("type"):
            case "block_actions":
                return await self._click(payload)
            case "view_submission" if payload.get("view", {}).get("callback_id") == SAYING:
                return await self._submitted(payload)
        return web.Response()

    async def _click(self, payload: Json) -> web.Response:
        inbound = self._inbound.of_click(payload)
        if inbound is None and payload["actions"][0]["action_id"] == SEND:
            try:
                async with asyncio.timeout(_AT_ONCE):
                    await self._forms.open(payload)
            except (SendError, TimeoutError):
                return web.Response(status=503)  # Slack shows them that it did not work
        await self._keep(inbound)
        return web.Response()

    async def _submitted(self, payload: Json) -> web.Response:
        inbound = self._inbound.of_form(payload)
        if not words_of(payload):
            errors = {WORDS: "Write something to send."}
            return web.json_response({"response_action": "errors", "errors": errors})
        await self._keep(inbound)
        return web.Response()

    async def _command(self, form: Mapping[str, str]) -> web.Response:
        try:
            async with asyncio.timeout(_AT_ONCE):
                colleague = await self._directory.find(form.get("user_id", ""))
        except (Away, SendError, TimeoutError):
            return _said("Slack does not say now who you are; please try again.")
        if colleague is None:
            return _said("Only members of the staff's channel may ask this; guests may not.")
        if form.get("text", "").strip() not in ("", "waiting"):
            return _said(_HELP)
        return _said(escape(await self._waiting()))


def _said(words: str) -> web.Response:
    return web.json_response({"response_type": "ephemeral", "text": words})


def _json(body: bytes | str) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except ValueError as error:
        raise Unreadable("the body is no JSON") from error
    if not isinstance(found, dict):
        raise Unreadable("the body is no JSON object")
    return found


def _form(body: bytes) -> dict[str, list[str]]:
    try:
        return parse_qs(body.decode(), keep_blank_values=True)
    except ValueError as error:
        raise Unreadable("the body is no form") from error
