import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.app.check import check_lines
from bot.settings import Settings
from tests.fakes.openai import FakeOpenAI
from tests.fakes.slack import FakeSlack
from tests.fakes.twilio import FakeTwilio
from tests.unit.check.ground import BUSINESS, KEY, NUMBER, OURS, SECRETS, Check


@pytest.fixture
async def openai() -> AsyncIterator[FakeOpenAI]:
    async with FakeOpenAI(api_key=KEY) as fake:
        yield fake


@pytest.fixture
async def twilio() -> AsyncIterator[FakeTwilio]:
    async with FakeTwilio() as fake:
        fake.account.numbers = {NUMBER: OURS}
        yield fake


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with FakeSlack() as fake:
        yield fake


@pytest.fixture
async def silent() -> AsyncIterator[str]:
    """The URL of a server that takes every request and answers none."""
    leaving = asyncio.Event()

    async def hold(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await leaving.wait()
        writer.close()

    server = await asyncio.start_server(hold, "127.0.0.1")
    yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    leaving.set()
    server.close()
    await server.wait_closed()


@pytest.fixture
def check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Check:
    """Checks with the settings named and nothing of this machine's; asserts that no secret shows
    and that the verdict is that of the lines."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)  # away from a .env

    async def run(**settings: Any) -> list[str]:
        limit = settings.pop("limit", 10.0)
        usual: dict[str, Any] = {
            "database_url": f"sqlite:///{tmp_path}/bot.db",
            "business_dir": BUSINESS,
        }
        lines, wrong = await check_lines(Settings(**usual | settings), limit)
        assert wrong == any(line.startswith("✗") for line in lines)
        assert not [secret for secret in SECRETS if secret in "\n".join(lines)]
        return lines

    return run
