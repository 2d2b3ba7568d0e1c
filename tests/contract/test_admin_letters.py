"""Dead letters: each sent or answered once more and no more than once, or dropped; and pauses."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.errors import CommandRefused
from tests.contract.admin import Admin
from tests.fakes.openai import FakeOpenAI, Say
from tests.scenario.inside import Inside, inside
from tests.scenario.stage import OWNER

NOW = datetime(2027, 5, 20, 18, 0, tzinfo=UTC)
ANN, BEN = "+14155550101", "+14155550102"


@pytest.fixture
async def stage(database_url: str, tmp_path: Path) -> AsyncIterator[Inside]:
    async with inside(database_url, tmp_path, NOW) as s:
        yield s


@pytest.fixture
def ada(stage: Inside) -> Admin:
    return Admin(stage)


async def letters(ada: Admin) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await ada.asks("list_dead_letters"))["dead_letters"]
    return found


async def test_a_text_that_was_filtered_is_sent_again_once(stage: Inside, ada: Admin) -> None:
    stage.twilio.account.refused[ANN] = 30007
    await stage.text(ANN, "hello")
    await stage.idle()
    stage.twilio.account.refused.clear()
    stage.set_now(NOW + timedelta(hours=3, minutes=5))
    [letter] = await letters(ada)
    assert (letter["whose"], letter["age"]) == (ANN, "3 hours")
    assert letter["why"] == "failed: the carrier filtered it (error 30007)"
    assert letter["what"].startswith("reply: Hi")
    assert (await ada.asks("system_health"))["dead_letters"] == 1
    before = len(stage.said_to(ANN))
    results = await asyncio.gather(
        *(ada.does("retry_dead_letter", id=letter["id"]) for _ in range(3)), return_exceptions=True
    )
    assert len([r for r in results if isinstance(r, CommandRefused)]) == 2
    await stage.idle()
    assert len(stage.said_to(ANN)) == before + 1
    assert await letters(ada) == []
    [entry] = (await ada.asks("audit_log", action="retry_dead_letter"))["entries"]
    assert entry["before"] == {"status": "failed", "error_code": 30007}


async def test_what_may_have_arrived_says_so_and_what_is_dropped_is_gone(
    stage: Inside, ada: Admin
) -> None:
    await stage.talk(ANN, "hello")
    await stage.rows("SELECT 1")
    await stage.app.database.write(
        lambda tx: tx.exec_driver_sql(
            "UPDATE outbox SET status = 'doubt' WHERE address = '+14155550101'"
        )
    )
    [letter] = await letters(ada)
    assert letter["may_have_arrived"]
    assert "may get it twice" in str(await ada.sees("retry_dead_letter", id=letter["id"]))
    await ada.does("retry_dead_letter", id=letter["id"])
    await stage.idle()
    first, second = stage.said_to(ANN)
    assert first == second
    assert await letters(ada) == []
    await stage.app.database.write(
        lambda tx: tx.exec_driver_sql("UPDATE outbox SET status = 'failed' WHERE status = 'sent'")
    )
    [letter] = await letters(ada)
    await ada.does("drop_dead_letter", id=letter["id"])
    assert await letters(ada) == []
    await stage.idle()
    assert len(stage.said_to(ANN)) == 2


async def test_nobody_who_opted_out_is_texted_by_a_second_try(stage: Inside, ada: Admin) -> None:
    stage.twilio.account.opted_out.add(ANN)
    await stage.text(ANN, "hello")
    await stage.idle()
    [letter] = await letters(ada)
    assert letter["why"] == "refused: the customer opted out of texts (error 21610)"
    with pytest.raises(CommandRefused, match="opted out"):
        await ada.does("retry_dead_letter", id=letter["id"])
    await ada.does("drop_dead_letter", id=letter["id"])
    with pytest.raises(CommandRefused, match="no such dead letter"):
        await ada.sees("retry_dead_letter", id=letter["id"])


async def test_a_message_that_was_given_up_is_answered_after_all(stage: Inside, ada: Admin) -> None:
    engine = stage.app.engine
    agents: dict[str, Any] = dict(engine._agents)

    async def broken(turn: object) -> None:
        raise RuntimeError("a bug")

    engine._agents = {**agents, "customer": broken}  # type: ignore[dict-item]
    await stage.text(ANN, "what is on the menu", "SM0001")
    await stage.app.database.write(
        lambda tx: tx.exec_driver_sql("UPDATE lanes SET attempts = 9 WHERE channel = 'sms'")
    )
    await stage.idle()
    assert "went wrong on our side" in stage.said_to(ANN)[-1]
    engine._agents = agents
    [letter] = await letters(ada)
    assert (letter["id"], letter["direction"]) == ("sms:SM0001", "in")
    before = len(stage.said_to(ANN))
    assert "was told" in str(await ada.sees("retry_dead_letter", id=letter["id"]))
    await ada.does("retry_dead_letter", id=letter["id"])
    await stage.idle()
    assert "Hibachi chicken" in stage.said_to(ANN)[-1]
    assert len(stage.said_to(ANN)) == before + 1
    said = "SELECT count(*) FROM ai_messages WHERE content = 'what is on the menu'"
    assert await stage.rows(said) == [1]
    assert await letters(ada) == []


async def test_a_paused_channel_goes_to_people_and_the_other_does_not(
    stage: Inside, ada: Admin
) -> None:
    await ada.does("pause_bot", channel="web")
    assert "Someone" not in (await stage.talk(ANN, "hi"))[0]
    await ada.does("pause_bot", channel="sms")
    assert (await ada.asks("system_health"))["paused"] == ["sms", "web"]
    with pytest.raises(CommandRefused, match="paused on texts already"):
        await ada.does("pause_bot", channel="sms")
    [said] = await stage.talk(BEN, "do you have a date in june")
    assert "A member of our team will answer you" in said
    await stage.text(BEN, "it is for 40 people")
    await stage.idle()
    assert len(stage.said_to(BEN)) == 1  # once a conversation
    [notice] = [body for body in stage.said_to(OWNER) if "asks for a person" in body]
    assert "the assistant is switched off" in notice
    assert await stage.rows(
        "SELECT content FROM ai_messages WHERE content LIKE 'it is for 40%'"
    ) == ["it is for 40 people"]
    with pytest.raises(CommandRefused, match="not paused on every channel"):
        await ada.does("resume_bot", channel="all")
    await ada.does("resume_bot", channel="sms")
    [said] = await stage.talk(BEN, "what is on the menu")
    assert "Hibachi chicken" in said
    await ada.does("pause_bot", channel="all")
    with pytest.raises(CommandRefused, match="resume all"):
        await ada.does("resume_bot", channel="sms")


async def test_the_model_and_the_wall_are_asked_for_at_each_call(
    database_url: str, tmp_path: Path
) -> None:
    async with FakeOpenAI() as model:
        remote = {"OPENAI_API_KEY": "sk-test", "OPENAI_BASE_URL": model.base_url}
        async with inside(database_url, tmp_path, NOW, **remote) as stage:
            ada = Admin(stage)
            model.script(Say("Hello!"))
            await stage.talk(ANN, "hi")
            await ada.does("change_setting", path="models.customer", value="other-model")
            model.models = ["other-model"]
            model.script(Say("Hello again!"))
            await stage.talk(ANN, "hi again")
            assert [asked.model for asked in model.requests] == ["gpt-6-luna", "other-model"]
            await ada.does("change_setting", path="budget.per_day", value="0")
            await stage.talk(ANN, "what is on the menu")
            assert len(model.requests) == 2  # the embedded model answered
            spent = await ada.asks("spend_report")
            assert spent["today"]["limit"] == "$0.00"
            assert spent["by_agent"][0]["agent"] == "customer"
            assert spent["by_agent"][0]["calls"] == 2
            assert {each["model"] for each in spent["by_model"]} == {"gpt-6-luna", "other-model"}
            assert spent["days"][0]["texts"] >= 3
            health = await ada.asks("system_health")
            assert health["database"]["schema_current"]
            assert health["models"] == {"calls_today": 2, "without_end": 0}
