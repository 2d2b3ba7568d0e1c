"""The forms in which staff write to a customer, and change what is proposed or suggested."""

import json
from typing import Any

from channels.slack.clicks import Json, place_of, root_of, thread_of
from channels.slack.client import SlackClient, answer_of
from channels.slack.ports import Blank, Paper
from channels.slack.words import DRAFTING, EDITING, SAYING, WORDS

LONGEST = 1500  # characters; a text to a phone holds 1,600
_LONGEST_VALUE, _LONG = 3000, 60
_PROSE = ("text", "message", "body", "reason")
_LONGEST_LABEL, _LONGEST_HINT = 140, 150
_TOO_LONG = "This is too long to be changed here: ask the assistant for the change."
_OVER = "This is not open any more: somebody decided on it, or it expired."


class Forms:
    """Opens forms. Whoever clicked waits: Slack lets a form open within three seconds of it. All
    raise SendError."""

    def __init__(self, client: SlackClient) -> None:
        self._client = client

    async def message(self, click: Json) -> None:
        """Opens the form of a message to the customer of a button."""
        about = {
            "conversation": click["actions"][0].get("value"),
            "thread": thread_of(click),
            "root": root_of(click),
        }
        field = _input(WORDS, "Message", "", LONGEST, multiline=True, focus=True)
        await self._open(click, _modal(SAYING, "Send to the customer", about, [field], "Send"))

    async def proposal(self, click: Json, paper: Paper | None) -> None:
        """Opens the form of a proposal; None: it is not open any more."""
        await self._paper(click, paper, EDITING, "Change the proposal", "Change")

    async def draft(self, click: Json, paper: Paper | None) -> None:
        """Opens the form of a suggested reply; None: it is not open any more."""
        await self._paper(click, paper, DRAFTING, "Send to the customer", "Send")

    async def _paper(
        self, click: Json, paper: Paper | None, kind: str, title: str, submit: str
    ) -> None:
        if paper is None:
            await self._open(click, _note(_OVER))
            return
        if any(len(blank.value) > _LONGEST_VALUE for blank in paper.fields):
            await self._open(click, _note(_TOO_LONG))
            return
        about = {"id": paper.id, "place": place_of(click), "thread": thread_of(click)}
        fields = [_field(blank) for blank in paper.fields]
        await self._open(click, _modal(kind, title, about, fields, submit))

    async def _open(self, click: Json, view: dict[str, Any]) -> None:
        await answer_of(self._client().views_open(trigger_id=click["trigger_id"], view=view))


def _field(blank: Blank) -> dict[str, Any]:
    long = len(blank.value) > _LONG or "\n" in blank.value or blank.name in _PROSE
    field = _input(
        blank.name,
        blank.label[:_LONGEST_LABEL],
        blank.value,
        _LONGEST_VALUE,
        multiline=long,
    )
    if blank.hint:
        field["hint"] = _text(blank.hint[:_LONGEST_HINT])
    return field | {"optional": not blank.required}


def _input(
    name: str, label: str, value: str, longest: int, *, multiline: bool, focus: bool = False
) -> dict[str, Any]:
    element: dict[str, Any] = {
        "type": "plain_text_input",
        "action_id": WORDS,
        "multiline": multiline,
        "max_length": longest,
    }
    element |= {"initial_value": value} if value else {}
    element |= {"focus_on_load": True} if focus else {}
    return {"type": "input", "block_id": name, "label": _text(label), "element": element}


def _modal(
    kind: str, title: str, about: dict[str, Any], fields: list[dict[str, Any]], submit: str
) -> dict[str, Any]:
    return {
        "type": "modal",
        "callback_id": kind,
        "private_metadata": json.dumps(about),
        "title": _text(title),
        "submit": _text(submit),
        "close": _text("Cancel"),
        "blocks": fields,
    }


def _note(words: str) -> dict[str, Any]:
    return {
        "type": "modal",
        "title": _text("Nothing to change"),
        "close": _text("Close"),
        "blocks": [{"type": "section", "text": _text(words)}],
    }


def _text(words: str) -> dict[str, str]:
    return {"type": "plain_text", "text": words}
