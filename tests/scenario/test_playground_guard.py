"""Who may use the playground, and when it is not there at all."""

from pathlib import Path

import aiohttp
import pytest

from bot.app.about import about
from bot.app.staging import Staged, staged, why_off
from bot.settings import Settings
from channels.playground.slack.people import STAFF_CHANNEL
from tests.scenario.playground import Page, playing, running
from tests.scenario.test_commands import bot

EVIL = "http://evil.example"


def settings(**values: str) -> Settings:
    return Settings(_env_file=None, **{"playground": "true"} | values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({"public_url": "https://bot.example"}, "PUBLIC_URL"),
        ({"host": "192.168.0.7"}, "HOST"),
        ({"twilio_account_sid": "AC1"}, "TWILIO_ACCOUNT_SID"),
        ({"twilio_webhook_shared_key": "k"}, "TWILIO_WEBHOOK_SHARED_KEY"),
        ({"twilio_api_key": "SK1", "twilio_api_secret": "s"}, "TWILIO_API_KEY"),
        ({"slack_bot_token": "xoxb-1", "slack_staff_channel": "C1"}, "SLACK_BOT_TOKEN"),
        ({"slack_signing_secret": "s"}, "SLACK_SIGNING_SECRET"),
        ({"openai_api_key": "sk-1"}, "OPENAI_API_KEY"),
        ({"openai_api_key": "sk-1", "openai_base_url": "https://llm.example/v1"}, "OPENAI_API_KEY"),
    ],
)
def test_it_stays_off_and_says_why_in_one_line(values: dict[str, str], named: str) -> None:
    asked = settings(**values)
    why = why_off(asked)
    assert why is not None
    assert why.startswith(named)
    assert staged(asked) is asked
    [line] = [line for line in about(asked, "X") if "playground" in line]
    assert named in line


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"public_url": "http://localhost:8080"},
        {"host": "0.0.0.0"},
        {"openai_base_url": "http://localhost:11434/v1", "openai_api_key": "ollama"},
        {"twilio_phone_number": "+14155550100"},
    ],
)
def test_it_is_there_where_nothing_real_can_be_reached(values: dict[str, str]) -> None:
    asked = settings(**values)
    assert why_off(asked) is None
    assert isinstance(staged(asked), Staged)


def test_without_the_flag_it_is_not_there() -> None:
    asked = settings(playground="false")
    assert staged(asked) is asked
    assert not any("playground" in line for line in about(asked, "X"))


async def test_where_it_is_off_the_bot_serves_all_the_same(tmp_path: Path) -> None:
    async with running(tmp_path, public_url="https://bot.example") as (app, url):
        assert app.playground is None
        async with aiohttp.ClientSession() as session:
            page = Page(session, url, app)
            status, home = await page.get("/")
            assert status == 200
            assert "PUBLIC_URL" in home
            assert (await page.get("/playground/events"))[0] == 404
            assert (await page.get("/healthz"))[0] == 200


def test_a_bare_option_is_enough() -> None:
    assert "--playground" in bot("serve", "--help").stdout
    refused = bot("serve", "--playground", "--business-dir", "/nowhere", "--port", "0")
    assert refused.returncode == 2
    assert "/nowhere" in refused.stderr
    assert "Traceback" not in refused.stderr


PATHS = ["/", "/playground/site", "/playground/events", "/playground/static/main.js"]


@pytest.mark.parametrize("path", PATHS)
async def test_another_name_for_this_machine_is_refused(path: str, tmp_path: Path) -> None:
    """A page of evil.example may have its name lead to 127.0.0.1."""
    async with playing(tmp_path) as page:
        port = page.url.rpartition(":")[2]
        for host in ("evil.example", f"evil.example:{port}", f"localhost.evil.example:{port}", "["):
            assert (await page.get(path, Host=host))[0] in (400, 403)
        for host in (f"localhost:{port}", "127.0.0.1", f"[::1]:{port}"):
            if path != "/playground/events":
                assert (await page.get(path, Host=host))[0] == 200


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "Via", "X-Real-IP"])
async def test_what_a_proxy_passes_on_is_refused(header: str, tmp_path: Path) -> None:
    async with playing(tmp_path) as page:
        assert (await page.get("/", **{header: "127.0.0.1"}))[0] == 403


async def test_other_sites_may_neither_read_nor_act(tmp_path: Path) -> None:
    async with playing(tmp_path) as page:
        body = {"phone": page.phone, "words": "hello"}
        foreign = [{"Origin": EVIL}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}]
        for headers in [*foreign, {"Sec-Fetch-Site": "same-site"}]:
            assert (await page.get("/playground/events", **headers))[0] == 403
            assert (await page.post("/texts", body, **headers))[0] == 403
        async with page.session.post(f"{page.url}/playground/texts", json=body) as answer:
            assert answer.status == 403  # it does not say where it comes from
        form = {"Content-Type": "text/plain"}
        assert (await page.post("/texts", body, **form))[0] == 415
        assert page.texts == {}


async def test_the_stand_ins_take_only_the_bot(tmp_path: Path) -> None:
    async with playing(tmp_path) as page:
        config = page.app.settings
        messages = f"{config.twilio_api_url}/2010-04-01/Accounts/{config.twilio_account_sid}"
        form = {"To": page.phone, "From": config.twilio_phone_number or "", "Body": "x"}
        async with page.session.post(f"{messages}/Messages.json", data=form) as answer:
            assert answer.status == 401
        call = {"channel": STAFF_CHANNEL, "text": "x"}
        url = f"{config.slack_api_url}/chat.postMessage"
        async with page.session.post(url, json=call) as answer:
            assert (await answer.json())["error"] == "invalid_auth"
        async with page.session.post(url, json=call, headers={"Origin": page.url}) as answer:
            assert answer.status == 403
        assert page.texts == page.posts == {}


async def test_its_pages_run_nothing_inline(tmp_path: Path) -> None:
    async with playing(tmp_path) as page:
        for path in ("/", "/playground/site"):
            async with page.session.get(f"{page.url}{path}") as answer:
                policy = answer.headers["Content-Security-Policy"]
                text = await answer.text()
            assert "unsafe" not in policy
            assert "default-src 'none'" in policy
            assert "{{" not in text
            assert "<style" not in text
            assert " on" not in [attribute[:3] for attribute in text.split('="')[1:]]
        assert (await page.get("/playground/static/..%2fsite.py"))[0] == 404
