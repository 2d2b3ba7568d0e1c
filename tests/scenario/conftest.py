"""Who and what the scenarios share: stand-ins of vendors, the desk, and the people at it. A test's
own `stage` is the bot among them."""

from collections.abc import AsyncIterator

import pytest

from tests.fakes.openai import FakeOpenAI
from tests.fakes.slack import FakeSlack, User
from tests.scenario.desk import Desk
from tests.scenario.inside import Inside


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with FakeSlack() as server:
        yield server


@pytest.fixture
async def model() -> AsyncIterator[FakeOpenAI]:
    async with FakeOpenAI() as server:
        yield server


@pytest.fixture
def desk(slack: FakeSlack, stage: Inside) -> Desk:
    return Desk(slack, stage)


@pytest.fixture
def sam(desk: Desk) -> str:
    return desk.join(User("U0SAM00001", "Sam"))


@pytest.fixture
def kim(desk: Desk) -> str:
    return desk.join(User("U0KIM00001", "Kim"))


@pytest.fixture
def ada(desk: Desk) -> str:
    """An admin, where the stage says so."""
    return desk.join(User("U0ADA00001", "Ada"))
