"""A customer's conversation with the real tools, on either database."""

from collections.abc import AsyncIterator

import pytest

from tests.unit.agents.tools.chat import Chat, chatting


@pytest.fixture
async def chat(database_url: str) -> AsyncIterator[Chat]:
    async with chatting(database_url) as chat:
        yield chat
