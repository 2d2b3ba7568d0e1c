"""Notices as Slack shows them: Block Kit, with phones that can be tapped."""

from typing import Any

from bot.delivery import Outbound
from channels.slack.words import (
    APPROVE,
    CANCEL,
    CLAIM,
    DRAFT_DISCARD,
    DRAFT_EDIT,
    DRAFT_SEND,
    EDIT,
    GIVE_BACK,
    KEEP,
    OPEN,
    SEND,
    TAKE,
)

_MOST_TEXT = 2900  # a section takes 3,000


def text_of(message: Outbound) -> str:
    """The plain text, for notifications and screen readers."""
    return escape(message.body)


def blocks_of(message: Outbound) -> list[dict[str, Any]] | None:
    """A notice as a card: its title, its facts, the last messages, what can be done. None: the
    text alone."""
    payload = message.payload or {}
    if payload.get("take"):
        anyway = [_button(TAKE, payload["take"])]
        return [_section(escape(message.body)), {"type": "actions", "elements": anyway}]
    if "draft" in payload:
        return draft_blocks(payload["draft"], message.body)
    if "buttons" in payload:
        offered = [
            button(each["act"], each["label"], each.get("value")) for each in payload["buttons"]
        ]
        return [_section(escape(message.body)), {"type": "actions", "elements": offered}]
    if "proposal" in payload:
        return proposal_blocks(payload["proposal"])
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
    if "conversation" in payload:
        blocks += _deeds(payload)
    return blocks


def proposal_blocks(card: dict[str, Any]) -> list[dict[str, Any]]:
    """What is to be done, how it would be and is, and the buttons while it is open."""
    lines = [f"*{escape(card['title'])}*"]
    for label, after, before in card["facts"]:
        was = f"~{escape(before)}~ → " if before is not None else ""
        lines.append(f"*{escape(label)}:* {was}{escape(after or 'none')}")
    blocks = [_section("\n".join(lines))]
    if card["status"] == "open":
        note = f"Proposed for {card['by']}. Nothing is done until somebody approves it."
        buttons = [_button(name, card["id"]) for name in (APPROVE, EDIT, CANCEL)]
        return [*blocks, _note(note), {"type": "actions", "elements": buttons}]
    by = f" by {card['decided_by']}" if card["decided_by"] else ""
    return [*blocks, _note(f"{card['status'].capitalize()}{by}. {card['result'] or ''}".strip())]


def draft_blocks(card: dict[str, Any], body: str) -> list[dict[str, Any]]:
    """A reply that could be sent, and what can be done with it while it is open."""
    if card["status"] != "open":
        return [_note(body[:_MOST_TEXT])]
    quoted = "\n".join(f"> {line}" for line in escape(card["text"]).split("\n"))
    words = f"*Suggested reply*, which nobody but you sees yet\n{quoted}"
    # What markup makes too long for a card is seen whole in the form, and sent from there.
    names = (DRAFT_SEND,) if len(words) <= _MOST_TEXT else ()
    buttons = [_button(name, card["id"]) for name in (*names, DRAFT_EDIT, DRAFT_DISCARD)]
    return [_section(words), {"type": "actions", "elements": buttons}]


def _note(text: str) -> dict[str, Any]:
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": escape(text)}]}


def _deeds(payload: dict[str, Any]) -> list[dict[str, Any]]:
    """Who has the conversation, and what can be done with it."""
    held_by, conversation = payload.get("held_by"), payload["conversation"]
    names = (SEND, GIVE_BACK, CLAIM) if held_by else (CLAIM, OPEN)
    actions = {"type": "actions", "elements": [_button(name, conversation) for name in names]}
    if not held_by:
        return [actions]
    note = {"type": "mrkdwn", "text": f"*{escape(held_by)}* has this conversation."}
    return [{"type": "context", "elements": [note]}, actions]


_LABELS = {
    CLAIM: "Take over",
    OPEN: "Open in thread",
    SEND: "Send to customer…",
    GIVE_BACK: "Give back",
    TAKE: "Take it anyway",
    APPROVE: "Approve",
    EDIT: "Edit…",
    CANCEL: "Cancel",
    DRAFT_SEND: "Send",
    DRAFT_EDIT: "Edit…",
    DRAFT_DISCARD: "Discard",
}
_PRIMARY = (CLAIM, SEND, APPROVE, DRAFT_SEND, KEEP)


def _button(name: str, value: str) -> dict[str, Any]:
    return button(name, _LABELS[name], value)


def button(name: str, label: str, value: str | None) -> dict[str, Any]:
    """A button by its act's name. value: what it is about."""
    text = {"type": "plain_text", "text": label}
    shown: dict[str, Any] = {"type": "button", "action_id": name, "text": text}
    shown |= {"value": value} if value is not None else {}
    return shown | ({"style": "primary"} if name in _PRIMARY else {})


def escape(text: str) -> str:
    """Slack's three control characters, so that nobody's words become markup."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _section(text: str) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text[:_MOST_TEXT]}}


def _fact(line: str, payload: dict[str, Any]) -> str:
    label, said, value = line.partition(": ")
    if not said:
        return escape(line)
    phone = payload.get("phone")
    if phone and value in (phone, payload.get("phone_shown")):
        return f"*{label}:* <tel:{phone}|{value}>"
    return f"*{escape(label)}:* {escape(value)}"
