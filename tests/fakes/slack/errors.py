"""Errors in Slack's shape: HTTP 200 and `ok: false`, save where it is busy."""

from aiohttp import web

from tests.fakes.faults import Common, Fault
from tests.fakes.server import json_answer


class RateLimited(Fault, frozen=True):
    """HTTP 429; `retry_after` in whole seconds, as Slack sends it."""

    retry_after: int = 1


class Refuse(Fault, frozen=True):
    """`ok: false` with one of Slack's error names."""

    error: str


SlackFault = Common | RateLimited | Refuse


class SlackError(Exception):
    """What a method refuses a call with; `details` go into response_metadata.messages."""

    def __init__(self, name: str, *details: str, **more: str) -> None:
        super().__init__(name)
        self.name = name
        self.details = details
        self.more = more

    def body(self) -> dict[str, object]:
        told: dict[str, object] = {"ok": False, "error": self.name, **self.more}
        if self.details:
            told["errors"] = list(self.details)
            told["response_metadata"] = {"messages": [f"[ERROR] {each}" for each in self.details]}
        return told


def rate_limited(retry_after: int) -> web.Response:
    return json_answer(
        {"ok": False, "error": "ratelimited"},
        status=429,
        headers={"Retry-After": str(retry_after)},
    )
