"""What Slack checks of a message before it is posted.

Limits: https://docs.slack.dev/reference/block-kit and the reference of chat.postMessage.
"""

from typing import Any, NoReturn

from tests.fakes.slack.arguments import Arguments
from tests.fakes.slack.errors import SlackError

_MOST_TEXT = 40_000
_MOST_MARKDOWN = 12_000
_MOST_BLOCKS = 50
_LIMITS = {"section": 3000, "header": 150}
_MOST_FIELDS, _LONGEST_FIELD = 10, 2000
_MOST_ELEMENTS = {"actions": 25, "context": 10, "context_actions": 5}
_MOST_ROWS, _MOST_CELLS, _MOST_IN_A_VIEW = 100, 20, 100
_LONGEST_BUTTON, _LONGEST_VALUE, _LONGEST_ACTION, _LONGEST_TITLE = 75, 2000, 255, 24


def check_content(given: Arguments) -> None:
    """Raises SlackError where there is nothing to show, or too much."""
    if not any(name in given for name in ("text", "blocks", "attachments", "markdown_text")):
        raise SlackError("no_text")
    if "markdown_text" in given and ("text" in given or "blocks" in given):
        raise SlackError("markdown_text_conflict")
    if len(given.text("text")) > _MOST_TEXT or len(given.text("markdown_text")) > _MOST_MARKDOWN:
        raise SlackError("msg_too_long")


def blocks(given: Arguments) -> list[dict[str, Any]]:
    """The message's blocks; SlackError invalid_blocks, or invalid_blocks_format."""
    found = given.json("blocks", "invalid_blocks_format")
    if found is None:
        return []
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise SlackError("invalid_blocks_format")
    if len(found) > _MOST_BLOCKS:
        raise SlackError("invalid_blocks", f"no more than {_MOST_BLOCKS} items allowed")
    for place, block in enumerate(found):
        _check_block(f"json-pointer:/blocks/{place}", block)
    if sum(block["type"] == "table" for block in found) > 1:
        raise SlackError("invalid_attachments", "only_one_table_allowed")
    return found


def _check_block(where: str, block: dict[str, Any]) -> None:
    kind = block.get("type")
    if not kind:
        _refuse("missing required field: type", where)
    if kind in _LIMITS and not (kind == "section" and block.get("fields")):
        _check_text(f"{where}/text", block.get("text"), _LIMITS[kind])
    fields = block.get("fields") or []
    if len(fields) > _MOST_FIELDS:
        _refuse(f"no more than {_MOST_FIELDS} items allowed", f"{where}/fields")
    for number, field in enumerate(fields):
        _check_text(f"{where}/fields/{number}", field, _LONGEST_FIELD)
    _check_elements(where, str(kind), block.get("elements"))
    if kind == "markdown" and not 0 < len(block.get("text", "")) <= _MOST_MARKDOWN:
        _refuse(f"must be between 1 and {_MOST_MARKDOWN} characters", f"{where}/text")
    if kind == "table":
        _check_table(where, block.get("rows"))


def _check_table(where: str, rows: Any) -> None:
    if not isinstance(rows, list) or not 0 < len(rows) <= _MOST_ROWS:
        _refuse(f"must have 1 to {_MOST_ROWS} rows", f"{where}/rows")
    for row in rows:
        if not 0 < len(row) <= _MOST_CELLS or len(row) != len(rows[0]):
            _refuse(f"must have 1 to {_MOST_CELLS} cells, as many as the others", where)
        if not all(cell.get("type") == "raw_text" and cell.get("text") for cell in row):
            _refuse("must be raw_text cells", where)


def view(given: Arguments) -> dict[str, Any]:
    """A modal: https://docs.slack.dev/reference/views; SlackError invalid_arguments."""
    found = given.json("view", "invalid_arguments")
    if not isinstance(found, dict) or found.get("type") != "modal":
        raise SlackError("invalid_arguments", "must be a modal [json-pointer:/view]")
    for name in ("title", "submit", "close"):
        label = found.get(name)
        if name == "title" or label is not None:
            _check_text(f"json-pointer:/view/{name}", label, _LONGEST_TITLE)
    fields = [block for block in found.get("blocks", []) if block.get("type") == "input"]
    if not found.get("blocks") or (fields and not found.get("submit")):
        raise SlackError("invalid_arguments", "missing required field [json-pointer:/view]")
    for field in fields:
        _check_text("json-pointer:/view/blocks/label", field.get("label"), 2000)
        if not (field.get("element") or {}).get("action_id"):
            raise SlackError("invalid_arguments", "missing required field: element")
    if len(found.get("private_metadata", "")) > 3000 or len(found.get("callback_id", "")) > 255:
        raise SlackError("invalid_arguments", "too long [json-pointer:/view]")
    return found


def home(given: Arguments) -> dict[str, Any]:
    """An App Home's view; SlackError invalid_arguments."""
    found = given.json("view", "invalid_arguments")
    if not isinstance(found, dict) or found.get("type") != "home" or not found.get("blocks"):
        raise SlackError("invalid_arguments", "must be a home [json-pointer:/view]")
    if len(found["blocks"]) > _MOST_IN_A_VIEW:
        raise SlackError("invalid_arguments", "no more than 100 items allowed")
    for place, block in enumerate(found["blocks"]):
        _check_block(f"json-pointer:/view/blocks/{place}", block)
    return found


def _check_elements(where: str, kind: str, elements: Any) -> None:
    if kind not in _MOST_ELEMENTS:
        return
    if not elements:
        _refuse("missing required field: elements", where)
    if len(elements) > _MOST_ELEMENTS[kind]:
        _refuse(f"no more than {_MOST_ELEMENTS[kind]} items allowed", f"{where}/elements")
    identities = [each["action_id"] for each in elements if "action_id" in each]
    if len(set(identities)) < len(identities):
        _refuse("`action_id` already exists", f"{where}/elements")
    for number, element in enumerate(elements):
        if kind == "context_actions":
            _check_thumbs(where, element)
        if element.get("type") == "button":
            _check_text(f"{where}/elements/{number}/text", element.get("text"), _LONGEST_BUTTON)
            if len(element.get("value", "")) > _LONGEST_VALUE:
                _refuse(f"must be less than {_LONGEST_VALUE + 1} characters", where)
            if len(element.get("action_id", "")) > _LONGEST_ACTION:
                _refuse(f"must be less than {_LONGEST_ACTION + 1} characters", where)


def _check_thumbs(where: str, element: dict[str, Any]) -> None:
    if element.get("type") not in ("feedback_buttons", "icon_button"):
        _refuse("must be feedback_buttons or icon_button", where)
    for name in ("positive_button", "negative_button"):
        button = element.get(name) or {}
        _check_text(f"{where}/{name}", button.get("text"), _LONGEST_BUTTON)
        if not button.get("value"):
            _refuse("missing required field: value", f"{where}/{name}")


def _check_text(where: str, text: Any, longest: int) -> None:
    if not isinstance(text, dict) or text.get("type") not in ("mrkdwn", "plain_text"):
        _refuse("must provide an object of type mrkdwn or plain_text", where)
    if not text.get("text"):
        _refuse("must be more than 0 characters", f"{where}/text")
    if len(text["text"]) > longest:
        _refuse(f"must be less than {longest + 1} characters", f"{where}/text")


def _refuse(why: str, where: str) -> NoReturn:
    raise SlackError("invalid_blocks", f"{why} [{where}]")


def metadata(given: Arguments) -> dict[str, Any] | None:
    """The message's metadata: an event_type and a flat-keyed event_payload, or nothing."""
    found = given.json("metadata", "invalid_metadata_format")
    if found is None:
        return None
    if not isinstance(found, dict) or not isinstance(found.get("event_payload"), dict):
        raise SlackError("invalid_metadata_format")
    if not isinstance(found.get("event_type"), str) or not found["event_type"]:
        raise SlackError("invalid_metadata_format")
    return found
