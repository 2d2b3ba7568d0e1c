"""A model for a process of its own: it thinks until it is let go, then repeats what was said."""

from tests.fakes.openai import ChatRequest, Hang, Say, Turn


def thinking(request: ChatRequest) -> Turn:
    return [Hang(), Say(f"You said {request.said}.")]
