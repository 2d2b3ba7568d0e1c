"""Suggested replies as cards: nothing that was not seen can be sent."""

import pytest

from channels.slack.render import draft_blocks
from channels.slack.words import DRAFT_DISCARD, DRAFT_EDIT, DRAFT_SEND


@pytest.mark.parametrize(("text", "fits"), [("word " * 400, True), ("&" * 2000, False)])
def test_only_a_draft_that_is_shown_whole_is_sent_from_its_card(text: str, fits: bool) -> None:
    card = {"id": "d1", "text": text, "status": "open"}
    shown, offered = draft_blocks(card, text)
    names = [each["action_id"] for each in offered["elements"]]
    assert names == [DRAFT_SEND, DRAFT_EDIT, DRAFT_DISCARD][0 if fits else 1 :]
    assert (text.strip() in shown["text"]["text"]) == fits
