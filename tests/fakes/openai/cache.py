"""What the API keeps of prompts, and how much of the next one it finds there.

Models before GPT-5.6 find the longest beginning that an earlier prompt had too, in blocks of 128
tokens; the newer ones only one that ends at a breakpoint, of which a request writes its newest
four. By itself the API sets one after the newest message. (The guide on prompt caching, and what
the SDK's types say of prompt_cache_options.)
"""

import re
from collections.abc import Iterable
from itertools import accumulate, takewhile
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from tests.fakes.openai.request import BREAKPOINT, plain

if TYPE_CHECKING:
    from quicktok import Tokenizer

LEAST = 1024
_BLOCK = 128
_WRITTEN = 4
_A_MESSAGE = 4  # tokens of marks around each
_BREAKS = re.compile(r"gpt-(?:5\.[6-9]|[6-9])")


class Counted(NamedTuple):
    """Tokens of a prompt: all, those that were found, and those that were kept for later."""

    prompt: int
    cached: int
    written: int


class PromptCache:
    """The prompts of one server, by model and prompt_cache_key."""

    def __init__(self) -> None:
        self._vocabulary: Tokenizer | None = None
        self._kept: dict[tuple[str, str], list[list[int]]] = {}

    def take(self, body: dict[str, Any]) -> Counted:
        """Counts a request, and keeps what may be found by the next."""
        kept = self._kept.setdefault((body["model"], body.get("prompt_cache_key", "")), [])
        parts = [self._tokens(part) for part in (body.get("tools", []), *body["messages"])]
        whole = [token for part in parts for token in part]
        if not _BREAKS.match(body["model"]):
            found = max((_common(whole, each) for each in kept), default=0) // _BLOCK * _BLOCK
            kept.append(whole)
            return Counted(len(whole), found if found >= LEAST else 0, 0)
        ends = [*accumulate(map(len, parts))][1:]
        breaks = [whole[:end] for end in _breaks(body, ends) if end >= LEAST]
        found = max((len(each) for each in breaks if each in kept), default=0)
        new = [each for each in breaks[-_WRITTEN:] if each not in kept]
        kept.extend(new)
        return Counted(len(whole), found, max((len(each) for each in new), default=found) - found)

    def size(self, texts: Iterable[str]) -> int:
        """What an answer has, in tokens."""
        return sum(len(self._tokens(text)) for text in texts)

    def _tokens(self, part: Any) -> list[int]:
        if self._vocabulary is None:
            import quicktok

            self._vocabulary = quicktok.get_encoding("cl100k_base")
        text = msgspec.json.encode(plain(part) if isinstance(part, dict) else part).decode()
        return [*self._vocabulary.encode_ordinary(text), *[-1] * _A_MESSAGE]


def _breaks(body: dict[str, Any], ends: list[int]) -> list[int]:
    """Where the prompt may be cut, by the number of tokens before."""
    marked = [
        end for end, message in zip(ends, body["messages"], strict=True) if _is_marked(message)
    ]
    mode = (body.get("prompt_cache_options") or {}).get("mode", "implicit")
    return marked if mode == "explicit" else [*marked, ends[-1]]


def _is_marked(message: dict[str, Any]) -> bool:
    content = message.get("content")
    return isinstance(content, list) and any(BREAKPOINT in each for each in content)


def _common(one: list[int], other: list[int]) -> int:
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
