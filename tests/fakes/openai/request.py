"""A request for a completion, as recorded and as scripts may look at it."""

from typing import Any

import msgspec

from tests.fakes.openai.script import Usage

BREAKPOINT = "prompt_cache_breakpoint"


class ChatRequest(msgspec.Struct, kw_only=True):
    """One request: its whole body, its headers (lower case, without the key), what became of it.

    `usage` is counted where the server keeps prompts.
    `outcome` is open, then answered, refused (400 or so: the request was wrong), failed (as
    scripted) or left (the caller went away before the end).
    """

    id: str
    body: dict[str, Any]
    headers: dict[str, str] = {}
    outcome: str = "open"
    query: dict[str, str] = {}
    usage: Usage | None = None

    @property
    def model(self) -> str:
        return str(self.body.get("model", ""))

    @property
    def messages(self) -> list[dict[str, Any]]:
        """The messages as the model reads them: a content of text alone as a string, and nothing
        of how they are to be kept."""
        found: list[dict[str, Any]] = self.body.get("messages", [])
        return [plain(message) for message in found]

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


def plain(message: dict[str, Any]) -> dict[str, Any]:
    """A message without its breakpoints; a content of text alone as a string."""
    content = message.get("content")
    if not isinstance(content, list):
        return message
    if all(part["type"] == "text" for part in content):
        return {**message, "content": text_of(content)}
    kept = [{name: part[name] for name in part if name != BREAKPOINT} for part in content]
    return {**message, "content": kept}


def text_of(content: object) -> str:
    """The text of a message's content, which is a string or a list of parts."""
    if isinstance(content, list):
        return "".join(part.get("text", "") for part in content)
    return "" if content is None else str(content)
