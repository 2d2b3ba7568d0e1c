"""Vendors at the wire, and their own clients, which try each request once."""

from collections.abc import AsyncIterator

import pytest
from openai import AsyncOpenAI
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.openai import FakeOpenAI
from tests.fakes.slack import BOT_TOKEN, FakeSlack


@pytest.fixture
async def model() -> AsyncIterator[FakeOpenAI]:
    async with FakeOpenAI() as server:
        yield server


@pytest.fixture
async def sdk(model: FakeOpenAI) -> AsyncIterator[AsyncOpenAI]:
    async with AsyncOpenAI(api_key="key", base_url=model.base_url, max_retries=0) as client:
        yield client


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with FakeSlack() as server:
        yield server


@pytest.fixture
def web(slack: FakeSlack) -> AsyncWebClient:
    return AsyncWebClient(BOT_TOKEN, base_url=slack.base_url, retry_handlers=[])
