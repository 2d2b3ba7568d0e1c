"""A method's arguments, however they came: query, form or JSON."""

from typing import Any

import msgspec
from aiohttp import web

from tests.fakes.slack.errors import SlackError


class Arguments:
    """Typed access to what a call sent; forms carry everything as text."""

    def __init__(self, values: dict[str, Any]) -> None:
        self._values = values

    def __contains__(self, name: str) -> bool:
        return self._values.get(name) not in (None, "")

    def needed(self, name: str) -> str:
        """A required text; SlackError invalid_arguments where it is missing."""
        if name not in self:
            raise SlackError("invalid_arguments", f"missing required field: {name}")
        return self.text(name)

    def text(self, name: str, default: str = "") -> str:
        value = self._values.get(name)
        return default if value is None else str(value)

    def number(self, name: str, default: int) -> int:
        return int(self.text(name, str(default)))

    def flag(self, name: str) -> bool:
        return self.text(name).lower() in ("1", "true")

    def json(self, name: str, refusal: str) -> Any:
        """An object or array, given as itself or as its text; SlackError `refusal` if neither."""
        value = self._values.get(name)
        if not isinstance(value, str):
            return value
        try:
            return msgspec.json.decode(value)
        except msgspec.DecodeError:
            raise SlackError(refusal) from None


async def arguments(request: web.Request) -> Arguments:
    """What the query and the body of a call say."""
    if request.content_type == "application/json":
        body = await request.json()
        return Arguments({**request.query, **body})
    return Arguments({**request.query, **(await request.post())})
