from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.unit.agents.tools.chat import Chat, chatting


@pytest.fixture
async def chat(tmp_path: Path) -> AsyncIterator[Chat]:
    async with chatting(f"sqlite:///{tmp_path}/bot.db") as chat:
        yield chat


@pytest.fixture
async def web(tmp_path: Path) -> AsyncIterator[Chat]:
    """A visitor of the website: nothing of them is proved."""
    async with chatting(f"sqlite:///{tmp_path}/bot.db", channel="web", phone=None) as chat:
        yield chat
