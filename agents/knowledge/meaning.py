"""Passages by what they are about: their vectors, and how near a question's comes to them.

Vectors of passages are made in the background when a search first misses them, and kept in the
database, so that only what has changed is made again. A question waits for its own only so long,
and is answered by words alone where it has to."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol

import structlog
from sqlalchemy import Connection

from bot.errors import BotError
from storage import knowledge
from storage.database import Database

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

    Vector = NDArray[float32]

_PATIENCE_S = 1.0  # for a question's vector, before words alone have to do
_KEPT_S = 0.2  # for passages' vectors that were kept; new ones are not waited for
_AGAIN_S = 60.0  # after passages could not be done
_QUESTIONS_KEPT, _PAGES_KEPT = 256, 4
_UNUSED_DAYS = 60

log = structlog.get_logger(__name__)


class NoVectors(BotError):
    """A model makes no vectors now. for_good: nor will it later, as it stands."""

    def __init__(self, why: str, *, for_good: bool = False) -> None:
        super().__init__(why)
        self.for_good = for_good


class Embeddings(Protocol):
    """A model that puts texts into vectors of one length, whose squares come to 1."""

    @property
    def name(self) -> str:
        """Which model it is; vectors of two models have nothing to do with each other."""

    async def of_passages(self, texts: Sequence[str]) -> "Sequence[Vector]":
        """In their order; it may take minutes. Raises NoVectors."""

    async def of_question(self, text: str) -> "Vector":
        """At once. Raises NoVectors, and TimeoutError where that would not be at once."""

    async def close(self) -> None:
        """Lets go of what it holds."""


class Meaning:
    """models: the first that works is used."""

    def __init__(
        self,
        database: Database,
        now: Callable[[], datetime],
        models: Sequence[Embeddings],
        patience: float = _PATIENCE_S,
    ) -> None:
        self._database, self._now, self._patience = database, now, patience
        self._models, self._all = list(models), tuple(models)
        self._passages: OrderedDict[tuple[str, ...], asyncio.Task[Any]] = OrderedDict()
        self._questions: OrderedDict[tuple[str, str], Vector] = OrderedDict()
        self._not_before = 0.0

    async def nearness(self, question: str, texts: Sequence[str]) -> Sequence[float] | None:
        """How near the question comes to each text, -1 to 1; None where that is not known now."""
        while self._models and time.monotonic() >= self._not_before:
            model = self._models[0]
            try:
                async with asyncio.timeout(_KEPT_S):
                    passages = await asyncio.shield(self._vectors(model, texts))
                async with asyncio.timeout(self._patience):
                    asked = await self._asked(model, question)
            except TimeoutError:
                return None
            except NoVectors as trouble:
                self._learn(model, trouble)
            else:
                found: list[float] = (passages @ asked).tolist()
                return found
        return None

    def _learn(self, model: Embeddings, trouble: NoVectors) -> None:
        """A model that will never work makes room for the next one, which is said once."""
        if trouble.for_good and model in self._models:
            self._models.remove(model)
            log.warning("pages are not searched by this model", model=model.name, why=str(trouble))
        elif not trouble.for_good:
            self._not_before = time.monotonic() + _AGAIN_S
            log.warning("no vectors for a while", model=model.name, why=str(trouble))

    async def _asked(self, model: Embeddings, question: str) -> "Vector":
        key = (model.name, question)
        if key not in self._questions:
            self._questions[key] = await model.of_question(question)
            while len(self._questions) > _QUESTIONS_KEPT:
                self._questions.popitem(last=False)
        self._questions.move_to_end(key)
        return self._questions[key]

    def _vectors(self, model: Embeddings, texts: Sequence[str]) -> "asyncio.Task[Any]":
        """Those of all texts, a row each; made once, by whoever asks first. What failed is tried
        anew by the next one who asks."""
        hashes = [sha256(text.encode()).hexdigest() for text in texts]
        key = (model.name, *hashes)
        task = self._passages.get(key)
        if task is None or (task.done() and (task.cancelled() or task.exception())):
            task = asyncio.create_task(self._gather(model, hashes, texts), name="passages")
            task.add_done_callback(_seen)
            self._passages[key] = task
            while len(self._passages) > _PAGES_KEPT:
                self._passages.popitem(last=False)
        self._passages.move_to_end(key)
        return task

    async def _gather(
        self, model: Embeddings, hashes: Sequence[str], texts: Sequence[str]
    ) -> "NDArray[float32]":
        """From the database as far as they are there; the others are made, and kept there."""
        np = await asyncio.to_thread(import_module, "numpy")  # takes as long as a whole turn
        kept = await self._database.read(knowledge.vectors, model.name, hashes)
        new = {key: text for key, text in zip(hashes, texts, strict=True) if key not in kept}
        if new:
            vectors = await model.of_passages(list(new.values()))
            made = {key: v.astype("<f4").tobytes() for key, v in zip(new, vectors, strict=True)}
            await self._database.write(self._keep, model.name, made, hashes)
            log.info("passages put into vectors", model=model.name, new=len(new), all=len(texts))
            kept |= made
        found: NDArray[float32] = np.stack([np.frombuffer(kept[key], "<f4") for key in hashes])
        return found

    def _keep(
        self, tx: Connection, model: str, made: dict[str, bytes], used: Sequence[str]
    ) -> None:
        now = self._now()
        knowledge.keep_vectors(tx, model, made, now)
        knowledge.forget_unused(tx, model, used, now, now - timedelta(days=_UNUSED_DAYS))

    async def close(self) -> None:
        """Ends what is under way."""
        for task in self._passages.values():
            task.cancel()
        await asyncio.gather(*self._passages.values(), return_exceptions=True)
        for model in self._all:
            await model.close()


def _seen(task: "asyncio.Task[Any]") -> None:
    """Whoever waited may have left before it failed."""
    if not task.cancelled() and (error := task.exception()) and not isinstance(error, NoVectors):
        log.error("passages could not be put into vectors", error=type(error).__name__)
