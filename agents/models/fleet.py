"""The models of one server, as all agents share them."""

import asyncio
from collections.abc import Iterable

from agents.models.chosen import Chosen
from agents.models.deadlines import Deadlines
from agents.models.fallback import Chain
from agents.models.health import Health
from agents.models.openai import OpenAIServer
from agents.models.prices import Prices
from agents.models.remote import Lineup, RemoteModels
from agents.ports import Counter, Meter, Model, RemoteModel
from agents.tracing import TracedRemote, Tracer, about_server


class Fleet:
    """Each model is made once, whoever asks it, so that what one turn learns holds for all."""

    def __init__(
        self, remote: RemoteModels, meter: Meter, count: Counter, tracer: Tracer | None = None
    ) -> None:
        self._remote, self._meter, self._count = remote, meter, count
        self._tracer = tracer
        self._server = OpenAIServer(remote.api_key, remote.base_url)
        self._health = Health(remote.tell)
        self._made: dict[str, RemoteModel] = {}

    def models_of(self, agent: str, embedded: Model) -> Chosen[Lineup]:
        """What an agent asks; the embedded model comes last."""

        def make(lineup: Lineup) -> Chain:
            return Chain(
                [self._model(name) for name in lineup.names()],
                embedded,
                self._meter,
                self._count,
                max_tokens=self._remote.max_tokens,
                turn_s=3 * self._remote.patience,
                strong=lineup.strong,
                health=self._health,
            )

        return Chosen(lambda: self._remote.lineup_of(agent), make)

    def usual(self, agent: str) -> RemoteModel:
        """The model that answers an agent's easy questions."""
        return self._model(self._remote.lineup_of(agent).usual)

    def _model(self, name: str) -> RemoteModel:
        if name not in self._made:
            remote = self._remote
            patience = remote.patience
            deadlines = Deadlines(first=patience, gap=patience, whole=3 * patience)
            made = self._server.model(name, remote.max_tokens, remote.temperature, deadlines)
            self._made[name] = self._traced(made)
        return self._made[name]

    def _traced(self, made: RemoteModel) -> RemoteModel:
        if self._tracer is None:
            return made
        about = about_server(self._remote.base_url, self._remote.max_tokens)
        return TracedRemote(made, self._tracer, about)

    async def warm_up(self, prices: Prices, agents: Iterable[str]) -> None:
        """Loads what the first call would wait for; serving goes on."""
        await self._server.client()
        for name in {name for agent in agents for name in self._remote.lineup_of(agent).names()}:
            await asyncio.to_thread(prices.load, name)

    async def close(self) -> None:
        """Lets go of the server's connections."""
        await self._server.close()
