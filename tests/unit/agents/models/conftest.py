from collections.abc import AsyncIterator

import pytest

from agents.models.openai import OpenAIModel, OpenAIServer
from tests.fakes.openai import FakeOpenAI

KEY = "sk-not-a-key"


@pytest.fixture
async def fake() -> AsyncIterator[FakeOpenAI]:
    async with FakeOpenAI(api_key=KEY) as fake:
        fake.models = ["gpt-6-luna", "gpt-4.1-mini", "llama-mine"]
        yield fake


@pytest.fixture
async def server(fake: FakeOpenAI) -> AsyncIterator[OpenAIServer]:
    server = OpenAIServer(KEY, fake.base_url)
    await server.client()  # its import would count towards a test's short deadlines
    yield server
    await server.close()


@pytest.fixture
def luna(server: OpenAIServer) -> OpenAIModel:
    return server.model("gpt-6-luna", 1500, 0.7)
