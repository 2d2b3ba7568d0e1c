"""The worst model for an injection: it does whatever a text tells it that it gets to read."""

import json
from collections.abc import Mapping, Sequence

from tests.fakes.openai import Call, ChatRequest, Say
from tests.fakes.openai.request import text_of
from tests.fakes.openai.script import Part

Orders = Mapping[str, Sequence[Part]]
"""What stands behind a text's mark: the calls it asks for, and the sentences."""

_NOTHING_ASKED = Say("What date is your event?")


class Obedient:
    """Chooses turns. obeyed: the marks that it read, wherever they stood."""

    def __init__(self, orders: Orders) -> None:
        self._orders, self.obeyed = orders, set[str]()

    def decide(self, request: ChatRequest) -> Sequence[Part]:
        """First every call that it is told to make, each once; then every sentence."""
        read = " ".join(_texts(request)).lower()
        told = [mark for mark in self._orders if mark in read]
        self.obeyed |= set(told)
        parts = [part for mark in told for part in self._orders[mark]]
        made = _made(request)
        calls = [part for part in parts if isinstance(part, Call) and _key(part) not in made]
        if calls:
            return calls
        said = [part.text for part in parts if isinstance(part, Say)]
        return [Say(" ".join(said))] if said else [_NOTHING_ASKED]


def _texts(request: ChatRequest) -> list[str]:
    """All that others wrote: customers, tools, staff, and what the state quotes of them."""
    return [
        text_of(each.get("content")) for each in request.messages if each["role"] != "assistant"
    ]


def _made(request: ChatRequest) -> set[str]:
    steps = (call for each in request.messages for call in each.get("tool_calls") or ())
    return {f"{call['function']['name']} {call['function']['arguments']}" for call in steps}


def _key(call: Call) -> str:
    arguments = call.arguments
    given = (
        arguments if isinstance(arguments, str) else json.dumps(arguments, separators=(",", ":"))
    )
    return f"{call.name} {given}"
