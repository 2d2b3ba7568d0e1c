"""Tokens counted without network, for what a call may cost at most.

quicktok holds the interpreter's lock while it loads a vocabulary: o200k_base 0.8 s and 63 MB,
cl100k_base 0.34 s and 31 MB. The smaller one counts a little more for the newer models, which is
the safe side. Until it is loaded, bytes are counted: no byte-level vocabulary needs more tokens.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import msgspec

from agents.models.rendering import api_messages
from agents.ports import Counter, ModelRequest

if TYPE_CHECKING:
    from quicktok import Tokenizer

_VOCABULARY = "cl100k_base"
_A_MESSAGE = 8  # tokens of roles and marks around each message, and once for the answer
_A_TOOL = 16
_A_PICTURE = 3000  # what the dearest of today's models counts for a large one
_MARGIN = 1.1
_BYTES_A_TOKEN = 4  # of English


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

    def about(self, text: str) -> int:
        """The same, where too many would be as wrong as too few."""
        return self(text) if self._vocabulary else self(text) // _BYTES_A_TOKEN


def request_tokens(request: ModelRequest, count: Counter) -> int:
    """The most tokens that a request has, whatever the server's template makes of it. What counts
    is what it is rendered as, so that nothing that anybody adds there is missed."""
    texts = [text for message in api_messages(request) for text in _texts(message)]
    texts += [msgspec.json.encode(tool).decode() for tool in request.tools]
    marks = (len(texts) + 1) * _A_MESSAGE + len(request.tools) * _A_TOOL
    return int(count("\n".join(texts)) * _MARGIN) + marks + len(request.pictures) * _A_PICTURE


def _texts(message: dict[str, Any]) -> Iterator[str]:
    """All that a model reads of a message; not its pictures."""
    content = message["content"]
    if isinstance(content, str):
        yield content
    for part in content if isinstance(content, list) else ():
        yield part.get("text", "")
    for call in message.get("tool_calls", ()):
        yield f"{call['id']} {call['function']['name']} {call['function']['arguments']}"
    yield message.get("tool_call_id", "")
