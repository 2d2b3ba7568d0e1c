"""What the widget has to know before anybody speaks."""

from collections.abc import Callable

from aiohttp import web
from msgspec import Struct, to_builtins

from channels.web.answers import json


class Colours(Struct, frozen=True):
    """accent: #rrggbb."""

    accent: str


class WidgetConfig(Struct, frozen=True, omit_defaults=True):
    """phone: of the business, for people to call. continue_by_text: whether a conversation can go
    on by text. privacy: an address or a line. languages: that the widget speaks."""

    business: str
    greeting: str
    suggestions: tuple[str, ...]
    colours: Colours
    languages: tuple[str, ...]
    phone: str
    continue_by_text: bool
    privacy: str | None = None


class Looks:
    """The handler. config(): as of now."""

    def __init__(self, config: Callable[[], WidgetConfig]) -> None:
        self._config = config

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/api/v1/widget", self.show)]

    async def show(self, _: web.Request) -> web.Response:
        """The widget's configuration."""
        return json(to_builtins(self._config()))
