from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest

from tests.unit.agents.embedded.talk import Talk, talking

NOW = datetime.fromisoformat("2027-03-10T10:00:00-08:00")  # a Wednesday; the team answers


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/bot.db"


@pytest.fixture
async def talk(url: str) -> AsyncIterator[Talk]:
    """A customer who texts."""
    async with talking(url, NOW) as talk:
        yield talk
