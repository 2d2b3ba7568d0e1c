import pytest

from agents.voice import Voice
from bot.messages import Event


@pytest.mark.parametrize(
    ("pieces", "text", "events"),
    [
        (["Hel", "lo"], "Hello", [("token", "Hel"), ("token", "lo")]),
        (["Hello", " \n"], "Hello", [("token", "Hello"), ("token", " \n")]),
        ([], "Hello", [("token", "Hello")]),
        (["Hel"], "Hello", [("token", "Hel"), ("token", "lo")]),
        (["Hallo"], "Hello", [("token", "Hallo"), ("replace", "Hello")]),
        (
            ["Hi", None, "Hel", "lo"],
            "Hello",
            [("token", "Hi"), ("replace", "Hel"), ("token", "lo")],
        ),
        (["Hello", None], "Hello", [("token", "Hello"), ("replace", "Hello")]),
        ([None, "Hello"], "Hello", [("token", "Hello")]),
    ],
)
def test_what_is_shown_becomes_what_is_said(
    pieces: list[str | None], text: str, events: list[tuple[str, str]]
) -> None:
    """None among the pieces: what was shown so far does not hold."""
    emitted: list[Event] = []
    voice = Voice(emitted.append)
    for piece in pieces:
        if piece is None:
            voice.discard()
        else:
            voice.say(piece)
    voice.finish(text)
    assert [(event.type, event.data["content"]) for event in emitted] == events
