"""Vectors by an OpenAI-compatible server."""

import asyncio
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from agents.knowledge.meaning import NoVectors
from agents.models.openai import OpenAIServer
from agents.ports import Meter
from bot.errors import BudgetExhausted
from bot.messages import PlannedCall, Usage

if TYPE_CHECKING:
    from openai.types import CreateEmbeddingResponse

    from agents.knowledge.meaning import Vector

_AGENT = "customer"  # on whose share of the day it goes
_BATCH = 64  # texts of one request
_PASSAGES_S, _QUESTION_S = 30.0, 2.0  # how long a request may take
_AHEAD = 20_000  # tokens of questions that are reserved at a time: some hundred questions
_AHEAD_S = 3600.0  # after which what is left of them is given back
_NOT_FOR_US = frozenset({400, 401, 403, 404, 405, 422, 501})  # statuses; later is no better


class ServerEmbeddings:
    """Implements Embeddings; the server is its own. Questions draw on a reservation made ahead for
    many, so that none of them waits for the database."""

    def __init__(self, server: OpenAIServer, model: str, meter: Meter) -> None:
        self.name, self._server, self._meter = model, server, meter
        self._reservation: int | None = None
        self._left, self._used, self._until = 0, 0, 0.0
        self._renewing = asyncio.Lock()

    async def of_passages(self, texts: "Sequence[str]") -> "list[Vector]":
        """In their order, many in a request. Raises NoVectors."""
        found: list[Vector] = []
        for begin in range(0, len(texts), _BATCH):
            batch = texts[begin : begin + _BATCH]
            reservation = await self._reserve(sum(map(_tokens_at_most, batch)))
            used: Usage | None = None
            try:
                vectors, used = await self._ask(batch, _PASSAGES_S)
                found += vectors
            finally:
                await self._meter.settle(reservation, used)
        return found

    async def of_question(self, text: str) -> "Vector":
        """Raises NoVectors."""
        most = _tokens_at_most(text)
        async with self._renewing:
            if most > self._left or time.monotonic() > self._until:
                await self._renew(most)
        self._left -= most
        self._used += most  # as long as nobody says otherwise
        (vector,), usage = await self._ask([text], _QUESTION_S)
        if usage is not None:
            self._left += most - usage.tokens_in
            self._used += usage.tokens_in - most
        return vector

    async def _renew(self, least: int) -> None:
        await self._give_back()
        ahead = max(_AHEAD, least)
        self._reservation = await self._reserve(ahead)
        self._left, self._used, self._until = ahead, 0, time.monotonic() + _AHEAD_S

    async def _reserve(self, tokens: int) -> int:
        try:
            return await self._meter.reserve(PlannedCall(_AGENT, self.name, tokens, 0, "embedding"))
        except BudgetExhausted as wall:
            raise NoVectors(str(wall)) from None

    async def close(self) -> None:
        """Gives back what was reserved ahead and not used, and lets go of the connections."""
        await self._give_back()
        await self._server.close()

    async def _give_back(self) -> None:
        reservation, self._reservation = self._reservation, None
        if reservation is not None:
            await self._meter.settle(reservation, Usage(self._used, 0))
        self._left = self._used = 0

    async def _ask(
        self, texts: "Sequence[str]", seconds: float
    ) -> "tuple[list[Vector], Usage | None]":
        from openai import APIStatusError, OpenAIError

        client = await self._server.client()
        try:
            answer = await client.embeddings.create(
                model=self.name, input=list(texts), encoding_format="float", timeout=seconds
            )
        except APIStatusError as refusal:
            status = refusal.status_code
            raise NoVectors(f"its server: {status}", for_good=status in _NOT_FOR_US) from None
        except (OpenAIError, ValueError) as error:
            raise NoVectors(f"its server: {type(error).__name__}") from None
        return _read(answer, len(texts))


def _read(answer: "CreateEmbeddingResponse", count: int) -> "tuple[list[Vector], Usage | None]":
    """Vectors of length one, in the order of the texts; servers are not all careful with either."""
    import numpy as np

    told = sorted(answer.data or (), key=lambda each: each.index)
    vectors: list[Vector] = [np.asarray(each.embedding, np.float32) for each in told]
    lengths = [np.float32(np.linalg.norm(vector)) for vector in vectors]
    if len(vectors) != count or len({v.shape for v in vectors}) > 1 or not all(lengths):
        raise NoVectors("its server answers with something else", for_good=True)
    # The SDK checks nothing of what servers leave out.
    tokens = getattr(answer.usage, "prompt_tokens", None)
    used = Usage(tokens, 0) if tokens else None
    return [np.divide(v, n) for v, n in zip(vectors, lengths, strict=True)], used


def _tokens_at_most(text: str) -> int:
    """Two bytes a token at the least: English has four, other scripts more a letter."""
    return len(text.encode()) // 2 + 2
