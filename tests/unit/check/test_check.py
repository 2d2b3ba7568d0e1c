"""`bot check` against vendors at the wire: a tick or the mending a line, and never a secret."""

import asyncio
import json
import time
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from bot.app.check import clocks, staff
from storage import migrate
from storage import settings as changes
from storage.connect import open_database
from tests.fakes.openai import FakeOpenAI
from tests.fakes.slack import FakeSlack, RateLimited
from tests.fakes.slack.sockets import APP_TOKEN
from tests.fakes.slack.workspace import SCOPES
from tests.fakes.twilio import FakeTwilio
from tests.unit.check.ground import (
    BUSINESS,
    KEY,
    NUMBER,
    OURS,
    SIGNING,
    WRONG,
    Check,
    of_openai,
    of_slack,
    of_twilio,
    the_wrong,
    wrongs,
)

NOW = datetime(2027, 5, 20, 18, 0, tzinfo=UTC)


async def test_nothing_is_wrong_with_nothing_set(check: Check) -> None:
    lines = await check()
    assert wrongs(lines) == []
    assert "✓" in lines[0]
    assert any("bot.db is made when the bot first starts" in line for line in lines)
    assert any("texts are off" in line for line in lines)


async def test_all_is_well_with_everything_set(
    check: Check, openai: FakeOpenAI, twilio: FakeTwilio, slack: FakeSlack, database_url: str
) -> None:
    everything = of_openai(openai) | of_twilio(twilio) | of_slack(slack)
    lines = await check(**everything, database_url=database_url, slack_signing_secret=SIGNING)
    assert wrongs(lines) == []
    ticks = "\n".join(line for line in lines if line.startswith("✓"))
    for expected in (
        "DATABASE_URL: ",
        "model: the key is taken",
        "gpt-6-luna is alive (CUSTOMER_AGENT_MODEL, STAFF_AGENT_MODEL)",
        "TWILIO_AUTH_TOKEN is taken",
        f"the number {NUMBER} brings texts to {OURS}",
        "SLACK_BOT_TOKEN has the scopes it needs",
        "SLACK_STAFF_CHANNEL is read",
    ):
        assert expected in ticks
    (agreeing,) = [line for line in lines if line.startswith("✓ clock: as that of ")]
    assert all(whose in agreeing for whose in ("OPENAI_BASE_URL", "Twilio", "Slack"))


async def test_a_refused_key(check: Check, openai: FakeOpenAI) -> None:
    told = await the_wrong(check, **of_openai(openai, openai_api_key=WRONG))
    assert told.startswith("OPENAI_API_KEY is refused (401)")


async def test_a_model_that_is_gone(
    check: Check, openai: FakeOpenAI, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asked of OpenAI itself it is wrong, and near ones are named."""
    monkeypatch.setenv("OPENAI_BASE_URL", openai.base_url)  # the SDK's own way there
    real = of_openai(openai, openai_base_url=None, customer_agent_model="gpt-5.6-lune")
    told = await the_wrong(check, **real)
    assert told.startswith("CUSTOMER_AGENT_MODEL: gpt-5.6-lune is not among the models")
    assert "such as gpt-5.6-luna" in told


async def test_all_that_may_be_asked_must_be_alive(
    check: Check, openai: FakeOpenAI, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", openai.base_url)
    openai.models = ["gpt-6-luna", "gpt-6.1-terra"]
    real = of_openai(openai, openai_base_url=None, openai_fallback_models="gpt-5.6-luna, gpt-4")
    told = wrongs(await check(**real))
    assert [line.partition(" is not")[0] for line in told] == [
        "OPENAI_FALLBACK_MODELS: gpt-5.6-luna",
        "OPENAI_FALLBACK_MODELS: gpt-4",
    ]
    terra = "gpt-6.1-terra is alive (ADMIN_AGENT_MODEL, ANALYTICS_AGENT_MODEL, OPENAI_STRONG_MODEL)"
    assert any(terra in line for line in await check(**real))
    one = of_openai(openai, openai_base_url=None, openai_model="gpt-6-luna")
    assert wrongs(await check(**one)) == []


async def test_models_that_were_set_at_run_time_are_tried_in_place_of_the_others(
    check: Check, openai: FakeOpenAI, tmp_path: Path
) -> None:
    database = await open_database(f"sqlite:///{tmp_path}/bot.db")
    await database.write(migrate.upgrade)
    for path, value in (("customer", "gpt-6-sol"), ("fallbacks", "gpt-5.4, gpt-lost")):
        of = (f"models.{path}", value, None, ("slack:U1", "Ada"), NOW)
        await database.write(changes.add, *of)
    await database.close()
    lines = await check(**of_openai(openai))
    assert "✓ model: gpt-6-sol is alive (models.customer (set at run time))" in lines
    assert any("gpt-5.4 is alive (models.fallbacks" in line for line in lines)
    assert any("gpt-lost is not in the server's list" in line for line in lines)
    assert not any("CUSTOMER_AGENT_MODEL" in line or "gpt-5.6-luna" in line for line in lines)
    assert any("no list knows what gpt-lost costs" in line for line in lines)


async def test_an_unknown_name_is_usual_elsewhere(check: Check, openai: FakeOpenAI) -> None:
    lines = await check(**of_openai(openai, openai_model="llama-4"))
    assert wrongs(lines) == []
    assert any("OPENAI_MODEL: llama-4 is not in the server's list" in line for line in lines)


async def test_a_model_that_no_price_list_knows(check: Check, openai: FakeOpenAI) -> None:
    lines = await check(**of_openai(openai, analytics_agent_model="gpt-6.2-sol"))
    [told] = [line for line in lines if "AI_MODEL_PRICES" in line]
    assert "no list knows what gpt-6.2-sol costs, so $10 in and $30 out" in told


async def test_a_server_that_lists_no_models(check: Check, twilio: FakeTwilio) -> None:
    lines = await check(openai_base_url=f"{twilio.url}/v1")
    assert wrongs(lines) == []
    assert any("OPENAI_BASE_URL answers, but lists no models" in line for line in lines)


async def test_a_server_that_is_not_there(check: Check) -> None:
    told = await the_wrong(check, openai_api_key=KEY, openai_base_url="http://127.0.0.1:1/v1")
    assert told.startswith("OPENAI_BASE_URL is not reached")


async def test_a_refused_slack_token(check: Check, slack: FakeSlack) -> None:
    told = await the_wrong(check, **of_slack(slack, slack_bot_token=WRONG))
    assert told.startswith("SLACK_BOT_TOKEN is refused (invalid_auth)")


async def test_scopes_that_are_missing(check: Check, slack: FakeSlack) -> None:
    slack.workspace.scopes = SCOPES - {"chat:write"}
    assert "lacks the scope chat:write:" in await the_wrong(check, **of_slack(slack))
    slack.workspace.scopes = frozenset({"chat:write", "groups:history"})
    assert wrongs(await check(**of_slack(slack))) == []
    slack.workspace.scopes = frozenset({"chat:write"})
    scope, channel = wrongs(await check(**of_slack(slack)))
    assert "lacks the scope channels:history or groups:history" in scope
    assert "may not be read" in channel


async def test_a_desk_that_answers_needs_more_scopes(check: Check, slack: FakeSlack) -> None:
    slack.workspace.scopes = frozenset({"chat:write", "groups:history", "groups:read"})
    told = await the_wrong(check, **of_slack(slack, slack_signing_secret=SIGNING))
    assert "lacks the scope users:read, commands, app_mentions:read, im:history" in told
    notes = "\n".join(await check(**of_slack(slack)))
    assert "SLACK_SIGNING_SECRET is not set" in notes


async def test_socket_mode(check: Check, slack: FakeSlack) -> None:
    lines = await check(**of_slack(slack, slack_app_token=APP_TOKEN))
    assert wrongs(lines) == []
    assert any("SLACK_APP_TOKEN is taken" in line for line in lines)
    told = await the_wrong(check, **of_slack(slack, slack_app_token=WRONG))
    assert told.startswith("SLACK_APP_TOKEN is refused (invalid_auth): make one with")


def test_the_manifest_asks_for_the_scopes_that_are_needed() -> None:
    manifest = json.loads((BUSINESS.parent / "deploy" / "slack-manifest.json").read_text())
    asked = set(manifest["oauth_config"]["scopes"]["bot"])
    needed = (*staff.SCOPES, *staff.DESK_SCOPES, *staff.GROUP_SCOPES)
    assert asked == {scope for scopes in needed for scope in scopes}
    assert asked <= SCOPES
    [command] = manifest["features"]["slash_commands"]
    settings = manifest["settings"]
    urls = {command["url"], settings["interactivity"]["request_url"]}
    urls.add(settings["event_subscriptions"]["request_url"])
    assert urls == {"https://HOST/slack/events"}


async def test_a_channel_that_is_not_seen(check: Check, slack: FakeSlack) -> None:
    told = await the_wrong(check, **of_slack(slack, slack_staff_channel="C0OTHER001"))
    assert told.startswith("SLACK_STAFF_CHANNEL: C0OTHER001 is not seen: write the channel's id")


async def test_a_busy_slack(check: Check, slack: FakeSlack) -> None:
    slack.script(RateLimited(), method="auth.test")
    assert "(ratelimited): try again later" in await the_wrong(check, **of_slack(slack))


async def test_who_does_not_answer_is_not_waited_for(check: Check, silent: str) -> None:
    settings = of_openai(SimpleNamespace(base_url=silent))  # type: ignore[arg-type]
    settings |= of_twilio(SimpleNamespace(url=silent))  # type: ignore[arg-type]
    settings |= of_slack(SimpleNamespace(base_url=silent))  # type: ignore[arg-type]
    host, port = silent.removeprefix("http://").split(":")
    settings |= {"database_url": f"postgresql://u:hush@{host}:{port}/x", "limit": 1.5}
    began = asyncio.get_running_loop().time()
    told = wrongs(await check(**settings))
    assert asyncio.get_running_loop().time() - began < 6
    assert [line.partition(":")[0] for line in told] == ["DATABASE_URL", "model", "texts", "staff"]
    assert all("no answer within 1.5 s" in line for line in told)


def shifted(seconds: float) -> SimpleNamespace:
    return SimpleNamespace(time=lambda: time.time() + seconds)


async def test_a_machine_whose_clock_is_off(
    check: Check, slack: FakeSlack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clocks, "time", shifted(-95))
    told = await the_wrong(check, **of_slack(slack))
    assert told.startswith("clock: this machine is ")
    assert "s behind Slack" in told
    monkeypatch.setattr(clocks, "time", shifted(95))
    assert "s ahead of Slack" in await the_wrong(check, **of_slack(slack))


async def test_faults_of_the_owners_files_are_among_the_wrongs(
    check: Check, tmp_path: Path
) -> None:
    told = wrongs(await check(business_dir=tmp_path / "none"))
    assert any("profile.toml: cannot be read" in line for line in told)
    assert any("customer.md cannot be read" in line for line in told)


async def test_a_check_that_breaks_does_not_end_the_others(
    check: Check, slack: FakeSlack, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("hush")

    monkeypatch.setattr("bot.app.check.staff._check_scopes", broken)
    lines = await check(**of_slack(slack))
    assert wrongs(lines) == ["staff: could not be tried (RuntimeError)"]
    assert any("disk:" in line for line in lines)
