"""Tokens counted without network, for what a call may cost at most.

quicktok holds the interpreter's lock while it loads a vocabulary: o200k_base 0.8 s and 63 MB,
cl100k_base 0.34 s and 31 MB. The smaller one counts a little more for the newer models, which is
the safe side. Until it is loaded, bytes are counted: no byte-level vocabulary needs more tokens.
"""

from typing import TYPE_CHECKING

import msgspec

from agents.models.rendering import situation_text
from agents.ports import Counter, ModelRequest

if TYPE_CHECKING:
    from quicktok import Tokenizer

_VOCABULARY = "cl100k_base"
_A_MESSAGE = 8  # tokens of roles and marks around each message, and once for the answer
_A_TOOL = 16
_A_PICTURE = 3000  # what the dearest of today's models counts for a large one
_MARGIN = 1.1


class TokenCounter:
    """A Counter. It never fails, also not on a special token's name in a customer's text."""

    def __init__(self) -> None:
        self._vocabulary: Tokenizer | None = None

    def load(self) -> None:
        """Loads the vocabulary: 0.34 s in which nothing else runs."""
        import quicktok

        self._vocabulary = quicktok.get_encoding(_VOCABULARY)

    def __call__(self, text: str) -> int:
        data = text.encode("utf-8", "replace")  # half a surrogate pair is no text to quicktok
        if self._vocabulary is None:
            return len(data)
        return len(self._vocabulary.encode_ordinary(data.decode()))


def request_tokens(request: ModelRequest, count: Counter) -> int:
    """The most tokens that a request has, whatever the server's template makes of it."""
    texts = [request.system, situation_text(request.situation)]
    for message in request.messages:
        texts.append(message.content)
        texts += [f"{call.id} {call.name} {call.arguments}" for call in message.tool_calls]
    texts += [msgspec.json.encode(tool).decode() for tool in request.tools]
    marks = (len(texts) + 1) * _A_MESSAGE + len(request.tools) * _A_TOOL
    return int(count("\n".join(texts)) * _MARGIN) + marks + len(request.pictures) * _A_PICTURE
