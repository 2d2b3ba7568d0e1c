"""The models of an agent, one after the other: remote ones, and at last the embedded one.

Nothing a remote model does keeps a customer from an answer. What is hard goes to the strong model
first. Each call is paid for before it is made; a model that failed is not asked again in the same
turn, and one that fails again and again is left alone for a while.
"""

import asyncio
import json
import random
from collections.abc import Callable, Sequence

import structlog

from agents.models.errors import Busy, Unwell
from agents.models.health import Health
from agents.models.routing import is_hard
from agents.models.tokens import request_tokens
from agents.models.written_calls import looks_like_a_call
from agents.ports import Answer, Counter, Meter, Model, ModelError, ModelRequest, RemoteModel
from bot.errors import BudgetExhausted
from bot.messages import PlannedCall, Usage

_TRIES = 2
_PAUSE_S = (0.1, 0.4)
_TOO_LATE = 0.1  # the last part of a turn's time, in which nothing is begun any more
_SHORT_WAIT_S = 2.0  # that a server may ask for before another model is asked in its place
_LONGEST_TEXT = 1600  # characters, that a carrier takes as one message
_LONG_WAIT = 1 / 3  # of a turn's time, where there is no other

log = structlog.get_logger(__name__)


class Chain:
    """An agent's models, in the order of asking. max_tokens: the most one answer may have. turn_s:
    seconds that remote models may take of one turn, all its calls together. strong: the name of
    the one that is asked first where a question is hard. health: of all models of their server."""

    def __init__(
        self,
        remote: Sequence[RemoteModel],
        embedded: Model,
        meter: Meter,
        count: Counter,
        *,
        max_tokens: int = 1500,
        turn_s: float = 30.0,
        strong: str | None = None,
        health: Health | None = None,
    ) -> None:
        self.remote, self.embedded = tuple(remote), embedded
        self.meter, self.count = meter, count
        self.max_tokens, self.turn_s = max_tokens, turn_s
        self.strong, self.health = strong, health or Health()

    def begin(self) -> "ChainTurn":
        """The models as one turn asks them."""
        return ChainTurn(self)


class ChainTurn:
    """A Model that always answers, unless the embedded one does not."""

    def __init__(self, chain: Chain) -> None:
        self._chain = chain
        self._remote = list(chain.remote)
        self._routed = chain.strong is None
        self._now = asyncio.get_running_loop().time
        self._end = self._now() + chain.turn_s

    @property
    def name(self) -> str:
        """Of the model that is asked next, or answered last."""
        return self._remote[0].name if self._remote else self._chain.embedded.name

    @property
    def sees(self) -> bool:
        """Whether the model that is asked next may be shown pictures."""
        return bool(self._remote) and self._remote[0].sees

    def give_up(self) -> None:
        """The remote models led nowhere: from now on the embedded one is asked."""
        self._remote.clear()

    async def answer(self, request: ModelRequest, say: Callable[[str], None]) -> Answer:
        """The first good answer along the chain. Raises ModelError where the embedded model, the
        last, has none. What say() was told of an answer that broke off does not come again: the
        pieces of the next one are kept back, and its text is whole at the end."""
        self._route(request)
        voice = _Voice(say)
        while self._remote:
            answer = await self._tried(self._remote[0], request, voice)
            if answer is not None:
                return answer
            del self._remote[:1]
        return _good(await self._chain.embedded.answer(request, voice.say))

    def _route(self, request: ModelRequest) -> None:
        """From the first hard question on the strong model is asked before all others: what it
        began a weaker one should not end."""
        if not self._routed and is_hard(request):
            self._routed = True
            self._remote.sort(key=lambda model: model.name != self._chain.strong)

    async def _tried(
        self, model: RemoteModel, request: ModelRequest, voice: "_Voice"
    ) -> Answer | None:
        """None: the next one is to be asked."""
        health = self._chain.health
        for attempt in range(1, _TRIES + 1):
            if self._is_too_late():
                self.give_up()
                return None
            if not health.lets_through(model.name):
                return None
            try:
                answer = await self._paid(model, request, voice)
                health.succeeded(model.name)
                return answer
            except BudgetExhausted:
                # A cheaper one may still fit.
                log.warning("budget exhausted", model=model.name)
                return None
            except ModelError as error:
                log.warning("model failed", model=model.name, error=str(error), attempt=attempt)
                voice.keep_back()
                await health.failed(model.name, error, request.situation.scope.conversation_id)
                if attempt == _TRIES or (pause := self._pause(error)) is None:
                    self._leave_server(error)
                    return None
                await asyncio.sleep(pause)
        return None

    def _leave_server(self, error: ModelError) -> None:
        if isinstance(error, Unwell) and error.whole:
            self.give_up()

    def _pause(self, error: ModelError) -> float | None:
        """Seconds until the same model is asked again: the server's wish, and a little more, so
        that not all come back at once. None: it is not."""
        if not error.again:
            return None
        wish = error.after if isinstance(error, Busy) else 0.0
        longest = _SHORT_WAIT_S if self._has_another() else _LONG_WAIT * self._chain.turn_s
        if wish > max(longest, _SHORT_WAIT_S):
            return None
        return wish + random.uniform(*_PAUSE_S)

    def _has_another(self) -> bool:
        return any(not self._chain.health.rests(model.name) for model in self._remote[1:])

    def _is_too_late(self) -> bool:
        return self._end - self._now() < _TOO_LATE * self._chain.turn_s

    async def _paid(self, model: Model, request: ModelRequest, voice: "_Voice") -> Answer:
        chain = self._chain
        tokens = request_tokens(request, chain.count)
        scope = request.situation.scope
        call = PlannedCall(
            scope.agent,
            model.name,
            tokens,
            chain.max_tokens,
            conversation_id=scope.conversation_id,
            turn_id=scope.turn_id,
        )
        reservation = await chain.meter.reserve(call)
        usage: Usage | None = None
        failed: str | None = "it broke off"
        try:
            async with asyncio.timeout_at(self._end):
                answer = await model.answer(request, voice.say)
            usage = answer.usage
            good, failed = _fitting(_good(answer), scope.channel), None
            return good
        except TimeoutError:
            failed = "the turn's time is up"
            raise ModelError(failed) from None
        except ModelError as error:
            usage, failed = usage if error.sent else Usage(0, 0), str(error)
            raise
        finally:
            # A turn that is cancelled has still spent what it spent.
            await asyncio.shield(chain.meter.settle(reservation, usage, failed))


class _Voice:
    """Passes an answer's pieces on, until something was said that did not hold."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say: Callable[[str], None] | None = say
        self._said = False

    def say(self, piece: str) -> None:
        if self._say is not None:
            self._said = True
            self._say(piece)

    def keep_back(self) -> None:
        if self._said:
            self._say = None


def _good(answer: Answer) -> Answer:
    """Raises ModelError where there is nothing in the answer that a person could read."""
    if answer.tool_calls:
        return answer
    if not any(sign.isalnum() for sign in answer.text):
        raise ModelError("the model's answer is empty", again=True)
    if looks_like_a_call(answer.text) or (answer.text[0] in "{[" and _is_json(answer.text)):
        raise ModelError("the model's answer is not for a person", again=True)
    return answer


def _fitting(answer: Answer, channel: str) -> Answer:
    """Raises ModelError where an answer would be more texts than anybody wants to get and pay."""
    if channel == "sms" and not answer.tool_calls and len(answer.text) > _LONGEST_TEXT:
        raise ModelError("the model's answer is too long for a text", again=True)
    return answer


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
