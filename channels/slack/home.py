"""The App Home of somebody of the staff, of sections that know nothing of Slack."""

from collections.abc import Mapping, Sequence
from typing import Any

from channels.slack.markdown import columns
from channels.slack.render import escape
from channels.slack.words import HOME, REFRESH

_MOST_BLOCKS, _MOST_TEXT, _MOST_TITLE, _MOST_BUTTONS, _MOST_LABEL = 98, 2900, 150, 25, 75

Section = Mapping[str, Any]
"""title; lines: plain texts; table: rows of texts, the first of them its head; buttons: each with
its act, label, value, and whether it is the primary one. All but the title may be missing."""


def home_view(sections: Sequence[Section]) -> dict[str, Any]:
    """The view; what does not fit is left out at the end."""
    blocks = [block for section in sections for block in _blocks(section)]
    again = _buttons([{"act": REFRESH, "label": "Refresh"}])
    return {"type": "home", "blocks": [*blocks[:_MOST_BLOCKS], again]}


def _blocks(section: Section) -> list[dict[str, Any]]:
    title = {"type": "plain_text", "text": str(section["title"])[:_MOST_TITLE]}
    blocks: list[dict[str, Any]] = [{"type": "header", "text": title}]
    if lines := section.get("lines"):
        blocks.append(_section("\n".join(escape(str(line)) for line in lines)))
    if rows := section.get("table"):
        shown = columns([[str(cell) for cell in row] for row in rows])
        blocks.append(_section(_cut(escape(shown))))
    if buttons := section.get("buttons"):
        blocks.append(_buttons(buttons[:_MOST_BUTTONS]))
    return blocks


def _cut(table: str) -> str:
    if len(table) <= _MOST_TEXT:
        return table
    return table[: table.rfind("\n", 0, _MOST_TEXT - 10)] + "\n…\n```"


def _section(text: str) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text[:_MOST_TEXT]}}


def _buttons(buttons: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    return {"type": "actions", "elements": [_button(n, each) for n, each in enumerate(buttons)]}


def _button(number: int, button: Mapping[str, Any]) -> dict[str, Any]:
    act = f"{HOME}:{button['act']}:{number}"  # an id stands once in a block
    label = {"type": "plain_text", "text": str(button["label"])[:_MOST_LABEL]}
    shown: dict[str, Any] = {"type": "button", "action_id": act, "text": label}
    shown |= {"value": str(button["value"])} if button.get("value") is not None else {}
    return shown | ({"style": "primary"} if button.get("primary") else {})
