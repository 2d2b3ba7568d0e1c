"""Retrieval over the sample business's own pages: what is found, and what is left unanswered."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from agents.knowledge.library import Knowledge
from agents.knowledge.local import LocalEmbeddings
from agents.knowledge.meaning import Meaning
from storage.connect import open_database
from storage.database import Database
from storage.tables import metadata
from tests.polling import until
from tests.unit.agents.knowledge.asked import figures, pages, profile, questions

NOW = datetime(2026, 6, 1, tzinfo=UTC)


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    database = await open_database(f"sqlite:///{tmp_path}/bot.db")
    await database.write(metadata.create_all)
    yield database
    await database.close()


async def _ready(meaning: Meaning, knowledge: Knowledge) -> None:
    """Until the passages' vectors are there."""
    texts = knowledge.texts(profile())

    async def known() -> bool:
        return await meaning.nearness("anything", texts) is not None

    await until(known, within=120)


@pytest.fixture
async def local(database: Database) -> AsyncIterator[Knowledge]:
    """As without a key: by words, and by the model that is on this machine."""
    meaning = Meaning(database, lambda: NOW, [LocalEmbeddings()], patience=30)
    knowledge = pages(meaning)
    await _ready(meaning, knowledge)
    yield knowledge
    await meaning.close()


async def test_the_local_method_finds_what_answers(local: Knowledge) -> None:
    """Measured: of both .963, of the held out ones .950."""
    both = [*questions("dev"), *questions("held_out")]
    of_both = await figures(local, both)
    held_out = await figures(local, questions("held_out"))
    assert of_both.at_3 >= 0.95
    assert held_out.at_3 >= 0.93  # one question of slack, for another machine's arithmetic
    assert held_out.at_1 >= 0.73
    assert of_both.misled <= 0.2


async def test_words_alone_find_most() -> None:
    """Measured: of those seen .973, of the held out ones .913."""
    seen = await figures(pages(), [*questions("first"), *questions("dev")])
    held_out = await figures(pages(), questions("held_out"))
    assert seen.at_3 >= 0.96
    assert seen.misled <= 0.1
    assert held_out.at_3 >= 0.89
