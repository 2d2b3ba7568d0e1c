"""The form in which staff write to a customer."""

import json
from typing import Any

from channels.slack.client import SlackClient, answer_of
from channels.slack.inbound import Json, root_of, thread_of
from channels.slack.words import SAYING, WORDS

LONGEST = 1500  # characters; a text to a phone holds 1,600


class Forms:
    """Opens forms. Whoever clicked waits: Slack lets a form open within three seconds of it."""

    def __init__(self, client: SlackClient) -> None:
        self._client = client

    async def open(self, click: Json) -> None:
        """Opens the form for the conversation of a button. Raises SendError."""
        about = {
            "conversation": click["actions"][0].get("value"),
            "thread": thread_of(click),
            "root": root_of(click),
        }
        opened = self._client().views_open(trigger_id=click["trigger_id"], view=_view(about))
        await answer_of(opened)


def _view(about: dict[str, Any]) -> dict[str, Any]:
    field = {
        "type": "plain_text_input",
        "action_id": WORDS,
        "multiline": True,
        "max_length": LONGEST,
        "focus_on_load": True,
    }
    return {
        "type": "modal",
        "callback_id": SAYING,
        "private_metadata": json.dumps(about),
        "title": _text("Send to the customer"),
        "submit": _text("Send"),
        "close": _text("Cancel"),
        "blocks": [
            {"type": "input", "block_id": WORDS, "label": _text("Message"), "element": field}
        ],
    }


def _text(words: str) -> dict[str, str]:
    return {"type": "plain_text", "text": words}
