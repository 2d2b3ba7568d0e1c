"""A customer who is played: by a model, or, where there is none, by a script."""

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

from msgspec import Struct

from agents.models.tokens import TokenCounter
from agents.ports import Meter
from bot.app.evaluation.scenario import Scenario
from bot.errors import BotError
from bot.messages import PlannedCall, Usage

if TYPE_CHECKING:
    from openai import AsyncOpenAI

_MAX_TOKENS = 300
_PATIENCE_S = 30.0
_LIMITS = ("max_completion_tokens", "max_tokens")
_PAUSES_S = (1.0, 3.0, 8.0)
_DONE = "[DONE]"


class NotPlayed(BotError):
    """The model that plays the customer did not answer as it should."""


class Line(Struct, frozen=True):
    """One thing that was said. by_bot: else by the customer."""

    by_bot: bool
    text: str


class Customer(Protocol):
    """Plays a customer."""

    async def next(self, told: Sequence[Line]) -> str | None:
        """What the customer says next; None: they have nothing more to say. Raises NotPlayed, and
        BudgetExhausted."""


class PlayedByModel:
    """A model plays. Its calls are paid for like any other. meter: of the scenario's database."""

    def __init__(self, scenario: Scenario, client: "AsyncOpenAI", model: str, meter: Meter) -> None:
        self._scenario, self._client, self._model = scenario, client, model
        self._meter, self._count = meter, TokenCounter()

    async def next(self, told: Sequence[Line]) -> str | None:
        messages = [{"role": "system", "content": _part(self._scenario)}]
        messages += [
            {"role": "user" if line.by_bot else "assistant", "content": line.text or "(nothing)"}
            for line in told
        ]
        said = await self._asked(messages)
        return said.replace(_DONE, "").strip() or None

    async def _asked(self, messages: list[dict[str, str]]) -> str:
        tokens = sum(self._count(each["content"]) + 8 for each in messages)
        reservation = await self._meter.reserve(
            PlannedCall(self._scenario.agent, self._model, tokens, _MAX_TOKENS, "simulation")
        )
        usage: Usage | None = None
        try:
            async with asyncio.timeout(_PATIENCE_S):
                answer = await self._answer(messages)
            if answer.usage is not None:
                usage = Usage(answer.usage.prompt_tokens, answer.usage.completion_tokens)
            return str(answer.choices[0].message.content or "")
        except TimeoutError:
            raise NotPlayed("the model that plays the customer took too long") from None
        finally:
            await self._meter.settle(reservation, usage)

    async def _answer(self, messages: list[dict[str, str]]) -> Any:
        """Asks, once more with a limit's other name (servers know one or both), and again after a
        pause where the server is busy."""
        import openai

        limits, pauses = iter(_LIMITS), iter(_PAUSES_S)
        limit = next(limits)
        while True:
            body: Any = {"model": self._model, "messages": messages, limit: _MAX_TOKENS}
            try:
                return await self._client.chat.completions.create(**body)
            except openai.BadRequestError as error:
                if (other := next(limits, None)) is None:
                    raise _not_played(error) from error
                limit = other
            except (openai.RateLimitError, openai.InternalServerError) as error:
                if (pause := next(pauses, None)) is None:
                    raise _not_played(error) from error
                await asyncio.sleep(pause)
            except openai.OpenAIError as error:
                raise _not_played(error) from error


def _not_played(error: Exception) -> NotPlayed:
    return NotPlayed(f"the model that plays the customer failed: {type(error).__name__}")


def _part(scenario: Scenario) -> str:
    """What the model is told of its part."""
    assert scenario.simulated is not None
    facts = scenario.simulated.facts
    known = [
        f"- {name}: {value}"
        for name in facts.__struct_fields__
        if (value := getattr(facts, name)) is not None
    ]
    asks = [f"- {question}" for question in scenario.simulated.asks]
    return "\n".join(
        [
            "You play a customer who writes to a hibachi caterer's assistant. You are the "
            "customer, never the assistant. Write one short message at a time, as people text.",
            f"Who you are: {scenario.persona or 'an ordinary customer'}",
            f"What you want: {scenario.goal or 'to send an inquiry for your party'}",
            "What you know, and tell when it is asked for:",
            *(known or ["- nothing more"]),
            *(["Questions you put in between, each once:", *asks] if asks else []),
            "Invent no other facts. When your details are read back to you, say yes if all of it "
            "is right, else correct it. When you have what you want, or see that you cannot get "
            f"it, write {_DONE} and nothing else.",
        ]
    )
