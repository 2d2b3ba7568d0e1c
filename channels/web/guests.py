"""Visitors' tokens, handed out."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from aiohttp import web
from msgspec import UNSET, Struct

from bot.chat_messages import Caller, SiteUser
from channels.web.answers import json
from channels.web.gate import Gate
from channels.web.hosts import HostSites
from channels.web.inbound import COOKIE, read_body
from channels.web.shapes import VisitorAnswer, VisitorLeft


class Greeted(Protocol):
    """A visitor."""

    @property
    def visitor(self) -> str: ...

    @property
    def name(self) -> str | None: ...


class Guests(Protocol):
    """Takes visitors in. Greeting raises TooFast."""

    async def greet(self, caller: Caller) -> Greeted:
        """The visitor who calls, or a new one."""

    async def greet_user(self, caller: Caller, user: SiteUser) -> Greeted:
        """The visitor that a website's user is."""

    async def leave(self, visitor: str) -> None:
        """No token that the visitor was given opens anything any more."""


class VisitorRequest(Struct, frozen=True):
    """site_token: a JWT by which the website that shows the chat says who its user is."""

    site_token: str | None = None


class GuestRoutes:
    """The handlers."""

    def __init__(
        self, gate: Gate, guests: Guests, sites: HostSites, now: Callable[[], datetime]
    ) -> None:
        self._gate, self._guests, self._sites, self._now = gate, guests, sites, now

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/api/v1/visitors", self.greet),
            web.post("/api/v1/visitors/logout", self.leave),
        ]

    async def greet(self, request: web.Request) -> web.Response:
        """A token for a new visitor, a fresh one for a known one."""
        caller = self._gate.caller(request)
        body = await request.read()
        asked = read_body(body, VisitorRequest) if body else VisitorRequest()
        if asked.site_token is None:
            greeted = await self._guests.greet(caller)
        else:
            user = self._sites.read(asked.site_token, self._now())
            greeted = await self._guests.greet_user(caller, user)
        token = self._gate.issue(greeted.visitor)
        response = json(VisitorAnswer(token, greeted.name or UNSET))
        self._gate.hand_out(request, response, token)
        return response

    async def leave(self, request: web.Request) -> web.Response:
        """The end of the visitor's tokens, on every machine."""
        visitor = self._gate.visitor(request).visitor or ""
        await self._guests.leave(visitor)
        response = json(VisitorLeft(True))
        response.del_cookie(COOKIE)
        return response
