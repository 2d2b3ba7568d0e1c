"""Traces: one of each thing that came in, from its door to its answer; nobody's words, and nobody
waits for a collector."""

import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

from bot.app.check.clocks import Clocks
from bot.app.check.findings import Findings
from bot.app.check.traces import check_traces
from bot.settings import Settings
from tests.fakes.openai import Call, FakeOpenAI, Say, Status, Usage
from tests.fakes.otlp import FakeCollector
from tests.scenario.inside import NOW, inside, on_sqlite

ANN = "+14155550101"
WORDS = "we are 20 people on june 12, says Ann Lee"


def remote(model: FakeOpenAI, collector: FakeCollector) -> dict[str, str]:
    return {
        "OPENAI_API_KEY": "sk-test",
        "OPENAI_BASE_URL": model.base_url,
        "OTEL_EXPORTER_OTLP_ENDPOINT": collector.url,
    }


async def test_a_turn_is_one_trace_from_its_door_to_its_answer(
    database_url: str, tmp_path: Path, model: FakeOpenAI
) -> None:
    async with FakeCollector() as collector:
        async with inside(database_url, tmp_path, NOW, **remote(model, collector)) as stage:
            await stage.app.agents.warm_up()
            model.script(
                (Call("note_details", {"guest_count": 20}), Usage(3000, 40, 2400)),
                Call("create_booking_inquiry", {"name": "Ann", "phone": ANN, "guest_count": 20}),
                Say("Where will it be?"),
            )
            await stage.talk(ANN, WORDS)
            [turn] = await stage.rows("SELECT DISTINCT turn_id FROM ai_messages")
            [thread] = await stage.rows("SELECT thread_id FROM ai_conversations")
            [version] = await stage.rows("SELECT version FROM prompt_versions")
        # What was left went out as the bot stopped.
        [accept] = collector.named("accept sms")
        [agent] = collector.named("invoke_agent customer")
        [note] = collector.named("execute_tool note_details")
        [make] = collector.named("execute_tool create_booking_inquiry")
        [send] = collector.named("send sms")
        chats = collector.named("chat gpt-6-luna")

        assert {span.trace for span in collector.spans} == {accept.trace}
        assert {span.parent for span in (agent, send)} == {accept.id}
        assert {span.parent for span in (note, make, *chats)} == {agent.id}
        assert len(chats) == 3
        assert accept.attributes["bot.turn.id"] == turn
        expected = {
            "gen_ai.operation.name": "invoke_agent",
            "gen_ai.agent.name": "customer",
            "gen_ai.agent.version": version,
            "gen_ai.conversation.id": thread,
            "gen_ai.response.model": "gpt-6-luna",
            "bot.tool_calls": 2,
        }
        assert expected.items() <= agent.attributes.items()
        expected = {
            "gen_ai.operation.name": "chat",
            "gen_ai.provider.name": "openai",
            "gen_ai.request.model": "gpt-6-luna",
            "gen_ai.request.max_tokens": 1500,
            "server.address": "127.0.0.1",
            "server.port": urlsplit(model.base_url).port,
            "gen_ai.usage.input_tokens": 3000,
            "gen_ai.usage.output_tokens": 40,
            "gen_ai.usage.cache_read.input_tokens": 2400,
            "gen_ai.response.finish_reasons": ["tool_calls"],
        }
        assert expected.items() <= chats[0].attributes.items()
        assert "gen_ai.response.time_to_first_chunk" in chats[2].attributes
        assert (note.ok, note.attributes["gen_ai.tool.name"]) == (True, "note_details")
        assert (make.ok, make.attributes["error.type"]) == (False, "missing")
        assert collector.service == "myhibachi-bot"
        for private in ("20 people", "june 12", "Ann", "4155550101", "Where will"):
            assert private.encode() not in collector.raw


@on_sqlite
async def test_a_model_that_fails_is_told_of_and_a_collector_that_hangs_holds_nobody_up(
    database_url: str, tmp_path: Path, model: FakeOpenAI
) -> None:
    model.otherwise = [Status(500)]
    async with FakeCollector(hangs=True) as collector:
        async with inside(database_url, tmp_path, NOW, **remote(model, collector)) as stage:
            await stage.app.agents.warm_up()
            [answer] = await stage.talk(ANN, "how much is it per person?")
            assert "$" in answer
            assert await stage.rows("SELECT status FROM inbox") == ["done"]
            began = time.monotonic()
            await stage.app.tracing.close()  # type: ignore[union-attr]
            assert time.monotonic() - began < 3
        collector.gates.release()
        await collector.spans.until(lambda: len(collector.named("invoke_agent customer")) == 1)
        [embedded, *rest] = collector.named("chat embedded")
        assert (embedded.ok, embedded.attributes["gen_ai.provider.name"]) == (True, "embedded")
        assert len(rest) == 1  # the price was looked up first
        failed = [span for span in collector.spans if span.name.startswith("chat gpt")]
        assert failed
        assert {(span.ok, span.attributes["error.type"]) for span in failed} <= {
            *((False, kind) for kind in ("ModelError", "Unwell", "Busy"))
        }


async def test_a_collector_is_tried_by_bot_check() -> None:
    async def told(url: str) -> list[str]:
        found = Findings()
        settings = Settings(_env_file=None, otel_exporter_otlp_endpoint=url)
        await check_traces(settings, found, Clocks())
        return found.lines

    async with FakeCollector() as collector:
        assert await told(collector.url) == [
            f"✓ OTEL_EXPORTER_OTLP_ENDPOINT: traces go to {collector.url}/v1/traces"
        ]
        [wrong] = await told(f"{collector.url}/elsewhere")
        assert "answers 404" in wrong
    [away] = await told(collector.url)
    assert away.startswith("✗")
    assert "is not reached" in away


def test_without_a_collector_nothing_of_it_is_loaded() -> None:
    code = (
        "import sys, agents.assembly, bot.app.root, bot.tracing;"
        "assert bot.tracing.tracing_of('', 'secret') is None;"
        "print([name for name in sys.modules if name.startswith('opentelemetry')])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
