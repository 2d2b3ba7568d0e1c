"""Passages by their meaning: whose vectors are asked for, kept, made again, paid, done without.

The stand-in's vectors are of words alone, and say nothing of how well a real model does."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, select

from agents.knowledge.index import Passage
from agents.knowledge.library import Knowledge
from agents.knowledge.meaning import Embeddings, Meaning
from agents.models.embeddings import ServerEmbeddings
from agents.models.openai import OpenAIServer
from bot.business.knowledge import Section
from bot.errors import BudgetExhausted
from bot.messages import PlannedCall, Usage
from storage.connect import open_database
from storage.database import Database
from storage.tables import metadata, passage_vectors
from tests.fakes.openai import FakeOpenAI, Status
from tests.polling import until
from tests.unit.agents.knowledge.asked import profile

NOW = datetime(2026, 6, 1, tzinfo=UTC)
SMALL = "text-embedding-3-small"
RAIN = Section("weather", "Weather", "Rain", "We cook under a canopy.")
TIPS = Section("money", "Money", "Gratuity", "It is up to you.")


class Purse:
    """A Meter that holds so many tokens. paid: those of each call; None: as reserved."""

    def __init__(self, tokens: int = 1_000_000) -> None:
        self.left = tokens
        self.reserved: dict[int, int] = {}
        self.paid: list[int | None] = []

    async def reserve(self, call: PlannedCall) -> int:
        assert (call.purpose, call.model, call.tokens_out) == ("embedding", SMALL, 0)
        assert call.turn_id is None
        if call.tokens_in > self.left:
            raise BudgetExhausted("raise AI_MAX_COST_PER_DAY")
        self.left -= call.tokens_in
        self.reserved[len(self.reserved)] = call.tokens_in
        return len(self.reserved) - 1

    async def settle(
        self, reservation: int, usage: Usage | None, failed: str | None = None
    ) -> None:
        self.left += self.reserved.pop(reservation) - (usage.tokens_in if usage else 0)
        self.paid.append(usage.tokens_in if usage else None)


class Stub:
    """A local model that knows one direction. asked: its questions."""

    name = "stub"

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def of_passages(self, texts: Any) -> Any:
        return [await self.of_question(text) for text in texts]

    async def of_question(self, text: str) -> Any:
        import numpy as np

        self.asked.append(text)
        return np.ones(1, "f4")

    async def close(self) -> None:
        """It holds nothing."""


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    database = await open_database(f"sqlite:///{tmp_path}/bot.db")
    await database.write(metadata.create_all)
    yield database
    await database.close()


@pytest.fixture
async def fake() -> AsyncIterator[FakeOpenAI]:
    async with FakeOpenAI(api_key="sk-ours") as fake:
        yield fake


class House:
    """The pages of one process."""

    def __init__(self, database: Database, fake: FakeOpenAI, key: str = "sk-ours") -> None:
        self.purse, self.stub = Purse(), Stub()
        remote = ServerEmbeddings(OpenAIServer(key, fake.base_url), SMALL, self.purse)
        models: list[Embeddings] = [remote, self.stub]
        self.meaning = Meaning(database, lambda: NOW, models)

    async def finds(self, question: str, *sections: Section) -> list[Passage]:
        """What is found once vectors are there."""
        knowledge = Knowledge(sections, None, self.meaning)
        texts = knowledge.texts(profile())

        async def known() -> bool:
            return await self.meaning.nearness(question, texts) is not None

        await until(known)
        return list((await knowledge.find(profile(), question)).passages)


@pytest.fixture
async def house(database: Database, fake: FakeOpenAI) -> AsyncIterator[House]:
    house = House(database, fake)
    yield house
    await house.meaning.close()


def _vectors(tx: Connection) -> list[str]:
    return list(tx.execute(select(passage_vectors.c.model)).scalars())


async def test_only_what_changed_is_made_again_also_by_another_process(
    house: House, fake: FakeOpenAI, database: Database
) -> None:
    [first, *_] = await house.finds("a canopy?", RAIN, TIPS)
    assert first.title == "Rain"
    assert [request.texts for request in fake.embedded] == [
        ["Rain We cook under a canopy.", "Gratuity It is up to you."],
        ["a canopy?"],
    ]
    assert await database.read(_vectors) == [SMALL, SMALL]
    other = House(database, fake)
    changed = Section("weather", "Weather", "Rain", "We never cook in the rain.")
    await other.finds("a canopy?", changed, TIPS)
    assert fake.embedded[-2].texts == ["Rain We never cook in the rain."]
    await other.meaning.close()


async def test_passages_and_questions_are_paid_as_they_were_used(
    house: House, fake: FakeOpenAI
) -> None:
    await house.finds("a canopy?", RAIN, TIPS)
    await house.finds("the gratuity?", RAIN, TIPS)
    assert house.purse.paid == [12]
    assert len(house.purse.reserved) == 1  # questions draw on what was reserved ahead
    await house.finds("a canopy?", RAIN, TIPS)
    assert len(fake.embedded) == 3  # a question is asked for once
    await house.meaning.close()
    assert house.purse.paid == [12, 4]
    assert house.purse.left == 1_000_000 - 16


@pytest.mark.parametrize("key", ["sk-ours", "sk-wrong"])
async def test_a_server_without_embeddings_makes_room_for_the_local_model(
    database: Database, fake: FakeOpenAI, key: str, caplog: pytest.LogCaptureFixture
) -> None:
    if key == "sk-ours":
        fake.embedding_models = ()
    house = House(database, fake, key)
    await house.finds("a canopy?", RAIN, TIPS)
    await house.finds("gratuity?", RAIN)
    assert {"a canopy?", "gratuity?"} < set(house.stub.asked)
    assert await database.read(_vectors) == ["stub", "stub"]
    assert caplog.text.count("pages are not searched by this model") == 1
    await house.meaning.close()


async def test_words_stand_where_the_server_is_slow_or_fails(
    house: House, fake: FakeOpenAI
) -> None:
    await house.finds("tips?", RAIN, TIPS)
    fake.embedding_gate = "slow"
    knowledge = Knowledge([RAIN, TIPS], None, house.meaning)
    house.meaning._patience = 0.05
    [found, *_] = (await knowledge.find(profile(), "under a canopy")).passages
    assert found.title == "Rain"
    fake.gates.release("slow")
    fake.embedding_gate, fake.embedding_trouble = None, Status(500)
    [found, *_] = (await knowledge.find(profile(), "the rain")).passages
    assert found.title == "Rain"
    asked = len(fake.embedded)
    await knowledge.find(profile(), "rain again")
    assert len(fake.embedded) == asked  # it is left alone for a while
    assert house.stub.asked == []


async def test_the_budget_is_a_wall_for_vectors_too(house: House, fake: FakeOpenAI) -> None:
    house.purse.left = 20
    knowledge = Knowledge([RAIN, TIPS], None, house.meaning)
    [found, *_] = (await knowledge.find(profile(), "canopy")).passages
    assert found.title == "Rain"
    assert list(fake.embedded) == []
