"""Errors in OpenAI's shape."""

from collections.abc import Mapping

from aiohttp import web

from tests.fakes.openai.script import Status
from tests.fakes.server import json_answer

_USUAL = {
    429: ("Rate limit reached for requests", "requests", "rate_limit_exceeded"),
    500: ("The server had an error while processing your request.", "server_error", None),
    503: ("The engine is currently overloaded, please try again later", "server_error", None),
}


class Refused(Exception):
    """The API would not take this request."""

    def __init__(
        self,
        message: str,
        param: str | None = None,
        code: str | None = None,
        *,
        status: int = 400,
        kind: str = "invalid_request_error",
    ) -> None:
        super().__init__(message)
        self.status = status
        self.body = {"message": message, "type": kind, "param": param, "code": code}

    def answer(self, headers: Mapping[str, str] | None = None) -> web.Response:
        return json_answer({"error": self.body}, status=self.status, headers=headers)


def wrong_key() -> Refused:
    return Refused("Incorrect API key provided.", None, "invalid_api_key", status=401)


def no_such_model(name: str) -> Refused:
    text = f"The model `{name}` does not exist or you do not have access to it."
    return Refused(text, "model", "model_not_found", status=404)


def failure(status: Status) -> web.Response:
    """The answer to a scripted status, with what the API says by default at that status."""
    message, kind, code = _USUAL.get(status.status, ("Request failed", "server_error", None))
    code = status.code or code
    kind = "insufficient_quota" if code == "insufficient_quota" else kind
    refused = Refused(status.message or message, None, code, status=status.status, kind=kind)
    headers = {} if status.retry_after is None else {"retry-after": str(status.retry_after)}
    return refused.answer(headers)
