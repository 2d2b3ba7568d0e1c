"""The commands as an operator runs them."""

import asyncio
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.fakes.openai import FakeOpenAI, Hang, Say
from tests.scenario.process import rehearsal
from tests.scenario.stage import US

pytestmark = pytest.mark.timeout(120)
ANN = "+14155550101"
_ROOT = Path(__file__).parents[2]


def bot(*words: str, stdin: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
    """Runs a command to its end."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-m", "bot", *words],
        cwd=_ROOT,
        env=kept | settings,
        input=stdin,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


async def test_sigterm_hands_a_turn_back_within_ten_seconds(
    database_url: str, tmp_path: Path
) -> None:
    async with FakeOpenAI() as model:
        model.script([Hang(), Say("never seen")], Say("Hello Ann"))
        remote = {"OPENAI_API_KEY": "sk-test", "OPENAI_BASE_URL": model.base_url}
        async with rehearsal(database_url, tmp_path, **remote) as stage:
            serve = await stage.start()
            await stage.text(ANN, "hello")
            await model.gates.held(within=30)
            began = time.monotonic()
            assert await serve.stop() == 0
            assert time.monotonic() - began < 10
            await stage.start()
            assert (await stage.said(ANN, 1))[0].startswith("Hello Ann")


def test_what_serves_on_a_file_loads_first_only_what_it_listens_with() -> None:
    later = (
        "agents.assembly alembic apscheduler numpy openai slack_sdk sqlalchemy.dialects.postgresql"
    )
    code = (
        "import sys, webhooks, bot.app.commands, storage.sqlite;"
        f"print([name for name in {later.split()} if name in sys.modules])"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=_ROOT, capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == "[]"


async def test_beside_serve_on_a_file_others_refuse_in_one_line(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/bot.db"
    async with rehearsal(url, tmp_path) as stage:
        await stage.start()
        for refused in await asyncio.gather(
            *(
                asyncio.to_thread(bot, command, DATABASE_URL=url, PORT="0")
                for command in ("worker", "clock", "serve")
            )
        ):
            assert refused.returncode == 2
            [line] = refused.stderr.strip().splitlines()
            assert "already" in line
            assert "PostgreSQL" in line


async def test_the_terminal_talks_to_the_agent(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/bot.db"
    said = bot("chat", stdin="how much is shrimp?\n\n", DATABASE_URL=url)
    assert said.returncode == 0, said.stderr
    assert "$" in said.stdout


async def test_the_terminal_works_beside_serve(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/bot.db"
    async with rehearsal(url, tmp_path) as stage:
        await stage.start()
        said = await asyncio.to_thread(
            bot, "chat", stdin="how much is shrimp?\n\n", DATABASE_URL=url
        )
    assert "$" in said.stdout


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"DATABASE_URL": "mysql://x"}, "DATABASE_URL"),
        ({"PORT": "eighty"}, "PORT"),
        ({"AI_MAX_COST_PER_DAY": "-1"}, "AI_MAX_COST_PER_DAY"),
        ({"TWILIO_AUTH_TOKEN": "t"}, "TWILIO_ACCOUNT_SID"),
        ({"BUSINESS_DIR": "/nowhere"}, "/nowhere"),
        ({"PUBLIC_URL": "not an address"}, "PUBLIC_URL"),
    ],
)
def test_bad_configuration_is_a_clear_line_and_no_traceback(
    settings: dict[str, str], words: str, tmp_path: Path
) -> None:
    base = {"DATABASE_URL": f"sqlite:///{tmp_path}/bot.db", "PORT": "0"}
    refused = bot("serve", **(base | settings))
    assert refused.returncode == 2
    assert words in refused.stderr
    assert "Traceback" not in refused.stderr


def test_every_option_is_an_environment_variable_in_the_help() -> None:
    shown = bot("serve", "--help").stdout
    assert "--public-url" in shown
    assert "PUBLIC_URL" in shown
    assert US not in shown
