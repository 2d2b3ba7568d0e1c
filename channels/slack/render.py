"""Notices as Slack shows them: Block Kit, with phones that can be tapped."""

from typing import Any

from bot.messages import Outbound

_MOST_TEXT = 2900  # a section takes 3,000


def text_of(message: Outbound) -> str:
    """The plain text, for notifications and screen readers."""
    return escape(message.body)


def blocks_of(message: Outbound) -> list[dict[str, Any]] | None:
    """A notice as a card: its title, its facts, the last messages. None: the text alone."""
    payload = message.payload or {}
    if "title" not in payload:
        return None
    facts = [line for line in message.body.split("\n")[1:] if line]
    quoted = {str(line) for line in payload.get("last_messages", ())}
    lines = [f"*{escape(payload['title'])}*"]
    lines += [_fact(line, payload) for line in facts if line not in quoted]
    blocks = [_section("\n".join(lines))]
    if quoted:
        said = [escape(str(line)) for line in payload["last_messages"]]
        blocks.append(_section("\n".join(f"> {line}" for line in "\n".join(said).split("\n"))))
    return blocks


def escape(text: str) -> str:
    """Slack's three control characters, so that nobody's words become markup."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _section(text: str) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text[:_MOST_TEXT]}}


def _fact(line: str, payload: dict[str, Any]) -> str:
    label, _, value = line.partition(": ")
    phone = payload.get("phone")
    if phone and value == phone:
        return f"*{label}:* <tel:{phone}|{phone}>"
    return f"*{escape(label)}:* {escape(value)}"
