"""Who and what the scenarios share: stand-ins of vendors, the bot among them, the desk, and the
people at it. A test's own `settings` are what its bot is started with."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from tests.fakes.openai import FakeOpenAI
from tests.fakes.slack import FakeSlack, User
from tests.scenario.browsers import Browsers
from tests.scenario.desk import Desk, desk_settings
from tests.scenario.inside import NOW, Inside, inside
from tests.scenario.web import Visitor

Out = Callable[[], str]


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with FakeSlack() as server:
        yield server


@pytest.fixture
async def model() -> AsyncIterator[FakeOpenAI]:
    async with FakeOpenAI() as server:
        yield server


@pytest.fixture
def remote(model: FakeOpenAI) -> dict[str, str]:
    """The settings of a bot with a remote model."""
    return {"OPENAI_API_KEY": "sk-test", "OPENAI_BASE_URL": model.base_url}


@pytest.fixture
def staffed(slack: FakeSlack, remote: dict[str, str]) -> dict[str, str]:
    """The settings of a bot with staff in Slack, Ada an admin, and a remote model."""
    return desk_settings(slack) | remote | {"SLACK_ADMIN_USERS": "U0ADA00001"}


@pytest.fixture
def settings() -> dict[str, str]:
    return {}


@pytest.fixture
def out(capsys: pytest.CaptureFixture[str]) -> Out:
    """What was printed since the last look."""
    return lambda: capsys.readouterr().out


@pytest.fixture
async def stage(
    database_url: str, tmp_path: Path, settings: dict[str, str]
) -> AsyncIterator[Inside]:
    async with inside(database_url, tmp_path, NOW, **settings) as stage:
        if "OPENAI_BASE_URL" in settings:
            await stage.app.agents.warm_up()  # a short deadline is not for imports
        yield stage


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


@pytest.fixture
async def ann(stage: Inside) -> AsyncIterator[Visitor]:
    """Somebody who opens the website's chat."""
    async with Visitor(stage) as visitor:
        yield visitor


@pytest.fixture
async def browsers(stage: Inside) -> AsyncIterator[Browsers]:
    async with AsyncExitStack() as stack:
        yield Browsers(stage, stack)
