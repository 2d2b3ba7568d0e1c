"""What a call of the Web API was given, and how Slack refuses one."""

from typing import Any

import msgspec
from aiohttp import web

_MOST_BYTES = 1024 * 1024


class SlackError(Exception):
    """Refuses a call. name: as Slack's reference of the method has it; details: why."""

    def __init__(self, name: str, *details: str) -> None:
        super().__init__(name)
        self.name, self.details = name, details

    def body(self) -> dict[str, Any]:
        told: dict[str, Any] = {"ok": False, "error": self.name}
        if self.details:
            lines = [f"[ERROR] {each}" for each in self.details]
            told |= {"errors": list(self.details), "response_metadata": {"messages": lines}}
        return told


class Arguments:
    """Typed access to a call's arguments; forms carry everything as text."""

    def __init__(self, values: dict[str, Any]) -> None:
        self._values = values

    def needed(self, name: str) -> str:
        """A text that must be there."""
        if not self.text(name):
            raise SlackError("invalid_arguments", f"missing required field: {name}")
        return self.text(name)

    def text(self, name: str, default: str = "") -> str:
        value = self._values.get(name)
        return default if value is None else str(value)

    def number(self, name: str, default: int) -> int:
        try:
            return int(self.text(name) or default)
        except ValueError:
            raise SlackError("invalid_arguments", f"must be a number: {name}") from None

    def flag(self, name: str) -> bool:
        return self.text(name).lower() in ("1", "true")

    def objects(self, name: str, error: str = "invalid_arguments") -> list[dict[str, Any]]:
        """Objects, given as themselves or as their JSON."""
        found = self._json(name, error) or []
        if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
            raise SlackError(error)
        return found

    def object(self, name: str, error: str = "invalid_arguments") -> dict[str, Any] | None:
        """An object, given as itself or as its JSON."""
        found = self._json(name, error)
        if found is not None and not isinstance(found, dict):
            raise SlackError(error)
        return found

    def values(self, name: str) -> list[str]:
        """Texts, given as a list or as its JSON."""
        found = self._json(name, "invalid_arguments") or []
        return [str(each) for each in found] if isinstance(found, list) else []

    def _json(self, name: str, error: str) -> Any:
        value = self._values.get(name)
        if not isinstance(value, str):
            return value
        try:
            return msgspec.json.decode(value) if value else None
        except msgspec.DecodeError:
            raise SlackError(error) from None


async def arguments(request: web.Request) -> Arguments:
    """What the query and the body of a call say."""
    if request.content_type != "application/json":
        return Arguments({**request.query, **(await request.post())})
    try:
        given = msgspec.json.decode(await body_of(request, _MOST_BYTES), type=dict[str, Any])
    except msgspec.DecodeError:
        raise SlackError("invalid_json") from None
    return Arguments({**request.query, **given})


async def body_of(request: web.Request, most: int) -> bytes:
    """The body, where it has no more bytes than that: the bot's own limit is meant for others."""
    found = bytearray()
    async for piece in request.content.iter_any():
        found += piece
        if len(found) > most:
            raise SlackError("request_too_large")
    return bytes(found)
