"""A request for a completion, as recorded and as scripts may look at it."""

from typing import Any

import msgspec


class ChatRequest(msgspec.Struct, kw_only=True):
    """One request: its whole body, its headers (lower case, without the key), what became of it.

    `outcome` is open, then answered, refused (400 or so: the request was wrong), failed (as
    scripted) or left (the caller went away before the end).
    """

    id: str
    body: dict[str, Any]
    headers: dict[str, str] = {}
    outcome: str = "open"

    @property
    def model(self) -> str:
        return str(self.body.get("model", ""))

    @property
    def messages(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.body.get("messages", [])
        return found

    @property
    def tools(self) -> list[str]:
        """Names of the tools on offer."""
        return [tool["function"]["name"] for tool in self.body.get("tools", [])]

    @property
    def last(self) -> dict[str, Any]:
        return self.messages[-1]

    @property
    def said(self) -> str:
        """The text of the customer's last message."""
        users = [message for message in self.messages if message["role"] == "user"]
        return text_of(users[-1].get("content")) if users else ""

    @property
    def results(self) -> dict[str, str]:
        """Texts of the tool results since the customer's last message, by tool name."""
        names: dict[str, str] = {}
        found: dict[str, str] = {}
        for message in self.messages:
            if message["role"] == "user":
                found = {}
            for call in message.get("tool_calls") or []:
                names[call["id"]] = call["function"]["name"]
            if message["role"] == "tool":
                found[names[message["tool_call_id"]]] = text_of(message["content"])
        return found

    @property
    def streams(self) -> bool:
        return bool(self.body.get("stream"))

    @property
    def wants_usage(self) -> bool:
        return bool((self.body.get("stream_options") or {}).get("include_usage"))


def text_of(content: object) -> str:
    """The text of a message's content, which is a string or a list of parts."""
    if isinstance(content, list):
        return "".join(part.get("text", "") for part in content)
    return "" if content is None else str(content)
