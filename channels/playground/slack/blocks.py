"""Blocks as Slack takes them: each gets an id, by which what can be clicked is found."""

from collections.abc import Iterator
from typing import Any

from channels.playground.slack.arguments import SlackError

MOST_BLOCKS, MOST_IN_VIEWS = 50, 100
_FEEDBACK = ("positive_button", "negative_button")

Json = dict[str, Any]


def named(blocks: list[Json], most: int = MOST_BLOCKS) -> list[Json]:
    """The blocks, each with a block_id. Raises SlackError."""
    if len(blocks) > most:
        raise SlackError("invalid_blocks", f"no more than {most} items allowed [json-pointer:/]")
    for place, block in enumerate(blocks):
        if not block.get("type"):
            where = f"[json-pointer:/blocks/{place}]"
            raise SlackError("invalid_blocks", f"missing required field: type {where}")
    found = [
        {**block, "block_id": block.get("block_id") or f"b{i}"} for i, block in enumerate(blocks)
    ]
    if len({block["block_id"] for block in found}) < len(found):
        raise SlackError("invalid_blocks", "`block_id` already exists")
    return found


def elements(block: Json) -> Iterator[Json]:
    """What can be clicked, picked or filled in."""
    inside = [*(block.get("elements") or ()), block.get("accessory"), block.get("element")]
    yield from (each for each in inside if isinstance(each, dict) and each.get("action_id"))


def element_of(blocks: list[Json], block_id: str, action_id: str) -> Json | None:
    """The element of this name; None: there is none."""
    for block in blocks:
        if block.get("block_id") == block_id:
            return next((e for e in elements(block) if e["action_id"] == action_id), None)
    return None


def action_of(element: Json, block_id: str, chosen: Json, moment: str) -> Json:
    """What Slack tells of a click. chosen: of an element that offers several things, which."""
    told = {"type": element["type"], "action_id": element["action_id"], "block_id": block_id}
    told["action_ts"] = moment
    match element["type"]:
        case "button" | "workflow_button" | "icon_button":
            return told | {
                key: element[key] for key in ("text", "value", "style") if key in element
            }
        case "feedback_buttons":
            offered = [element[name] for name in _FEEDBACK if name in element]
            picked = [each for each in offered if each.get("value") == chosen.get("value")]
            return told | {key: picked[0][key] for key in ("text", "value")} if picked else told
        case _:
            return told | chosen
