"""Vectors made on this machine, one text after the other in a thread of their own."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from agents.knowledge.meaning import NoVectors

if TYPE_CHECKING:
    from agents.knowledge.meaning import Vector
    from agents.knowledge.minilm.encoder import Encoder


_MOST_WAITING = 8  # questions; at 15 ms each


class LocalEmbeddings:
    """Implements Embeddings by a small model that a package brings along, loaded where it is first
    used. encoder: makes another one."""

    name = "all-MiniLM-L6-v2-int8"

    def __init__(self, encoder: "Callable[[], Encoder] | None" = None) -> None:
        self._make: Callable[[], Encoder] = encoder or _load
        self._encoder: Encoder | None = None
        self._thread = ThreadPoolExecutor(1, "vectors")
        self._waiting = 0

    async def of_passages(self, texts: "Sequence[str]") -> "list[Vector]":
        """In their order; questions get their turn in between. Raises NoVectors."""
        return [await self._encoded(text) for text in texts]

    async def of_question(self, text: str) -> "Vector":
        """Raises NoVectors, and TimeoutError where so many wait that it would take too long."""
        if self._waiting >= _MOST_WAITING:
            raise TimeoutError
        self._waiting += 1
        try:
            return await self._encoded(text)
        finally:
            self._waiting -= 1

    async def _encoded(self, text: str) -> "Vector":
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._encode, text)

    def _encode(self, text: str) -> "Vector":
        if self._encoder is None:
            try:
                self._encoder = self._make()
            except (OSError, ValueError, ImportError) as error:
                raise NoVectors(f"the local model: {error}", for_good=True) from error
        return self._encoder.encode(text)

    async def close(self) -> None:
        """Waits for nothing that was not begun."""
        self._thread.shutdown(wait=False, cancel_futures=True)


def _load() -> "Encoder":
    from agents.knowledge.minilm.encoder import Encoder, weights_file

    return Encoder(weights_file())
