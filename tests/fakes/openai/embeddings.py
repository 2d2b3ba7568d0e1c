"""Vectors as the API gives them, of texts' words alone: deterministic, and near where texts share
words. They say nothing of how well a real model does."""

import math
import re
from typing import Any
from zlib import crc32

import msgspec

from tests.fakes.openai.errors import Refused

MODELS = ("text-embedding-3-small",)
_SIZE = 64
_MOST = 2048  # texts of a request


class EmbeddingRequest(msgspec.Struct, kw_only=True):
    """One request, as recorded."""

    id: str
    body: dict[str, Any]

    @property
    def texts(self) -> list[str]:
        given = self.body.get("input") or []
        return [given] if isinstance(given, str) else list(given)


def check(request: EmbeddingRequest) -> None:
    """Raises Refused for what is wrong with a request."""
    texts = request.texts
    if not all(texts) or not texts:
        raise Refused("'$.input' is invalid. Please check the API reference.", "input")
    if len(texts) > _MOST:
        raise Refused(f"Invalid 'input': array too long, at most {_MOST}.", "input")


def answered(request: EmbeddingRequest) -> dict[str, Any]:
    """The list of embeddings; out of order, as nothing promises one."""
    data = [
        {"object": "embedding", "index": at, "embedding": vector(text)}
        for at, text in enumerate(request.texts)
    ]
    tokens = sum(len(_words(text)) for text in request.texts)
    return {
        "object": "list",
        "data": data[::-1],
        "model": request.body["model"],
        "usage": {"prompt_tokens": tokens, "total_tokens": tokens},
    }


def vector(text: str) -> list[float]:
    """As many numbers as the model has, of length one."""
    found = [0.01] * _SIZE
    for word in _words(text):
        found[crc32(word.encode()) % _SIZE] += 1.0
    length = math.sqrt(sum(number * number for number in found))
    return [number / length for number in found]


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())
