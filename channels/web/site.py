"""The web door, put together: its routes, and the check of who may use them."""

from collections.abc import Sequence
from typing import Protocol

from aiohttp import web

from channels.web.origins import Origins
from channels.web.pace import Pace


class Part(Protocol):
    """Some of the handlers."""

    def routes(self) -> list[web.RouteDef]:
        """Their routes."""


class Website:
    """Everything that visitors' browsers call."""

    def __init__(self, origins: Origins, pace: Pace, parts: Sequence[Part]) -> None:
        self._origins, self._pace, self._parts = origins, pace, parts

    def mount(self, site: web.Application) -> None:
        """Adds it to an application."""
        site.middlewares.extend((self._origins.check, self._pace.check))
        site.on_response_prepare.append(self._origins.add_headers)
        for part in self._parts:
            site.add_routes(part.routes())
