"""Prompts and their versions: set at run time, known to the next turn, kept with what they said,
and taken back, from the command line and by an admin."""

import asyncio
import shutil
from pathlib import Path

import pytest
from sqlalchemy import Connection, update

from bot.app.check import check_lines
from bot.app.prompts import commands
from bot.app.prompts.standing import overrides
from bot.business.command import Context
from bot.business.prompts import PromptError
from bot.commands.settings import setting_commands
from bot.errors import CommandRefused
from bot.messages import Colleague
from storage.tables import ai_messages
from tests.fakes.openai import FakeOpenAI, Hang, Say, Status
from tests.polling import until
from tests.scenario.conftest import Out
from tests.scenario.inside import NOW, Inside

ANN, BEN = "+14155550101", "+14155550102"
OWNED = Path(__file__).parents[2] / "business" / "prompts" / "customer.md"
HELLO = "Answer with one word, for {business_name}."
_SAID = "SELECT prompt_version FROM ai_messages WHERE role = 'assistant' ORDER BY id"


@pytest.fixture
def settings(remote: dict[str, str]) -> dict[str, str]:
    return remote


async def taken_in(stage: Inside, words: str) -> None:
    """The process at work goes by these words; it looks by itself every 3 seconds."""

    async def so() -> bool:
        stage.app.bells.settings.ring_here()
        return stage.app.handbook.prompts()["customer"].text == words

    await until(so)


async def test_a_prompt_is_set_served_compared_and_taken_back(
    stage: Inside, model: FakeOpenAI, tmp_path: Path, out: Out
) -> None:
    settings, owned = stage.app.settings, OWNED.read_text().strip()
    file = tmp_path / "short.md"
    file.write_text(f"{HELLO}\n")

    # Ann's turn began before the change, and ends by what it began with.
    model.script((Hang("ann"), Say("Good morning!")))
    await stage.text(ANN, "hello")
    await model.gates.held(gate="ann")
    assert await commands.set_file(settings, agent="customer", file=file) == 0
    assert "customer.md is not in force" in out()
    await taken_in(stage, HELLO)
    model.gates.release("ann")
    await stage.idle()
    model.script(Say("Hi!"))
    await stage.talk(BEN, "hello there")
    assert [request.messages[0]["content"][:22] for request in model.requests] == [
        "You answer the custome",
        "Answer with one word, ",
    ]

    # Each message knows which version made it, and each version what it said.
    first, second = await stage.rows(_SAID)
    kept = await stage.records("SELECT * FROM prompt_versions ORDER BY id")
    assert [(row["version"], row["text"]) for row in kept] == [(first, owned), (second, HELLO)]
    assert "(command line)" in kept[1]["author"]
    assert '"get_menu"' in kept[1]["tools"]
    await stage.app.database.write(_thumb, second)

    assert await commands.show_list(settings, agent="customer") == 0
    newest, older = [line for line in out().splitlines() if "customer  " in line][:2]
    assert newest.split()[:3] == ["●", "customer", second]
    assert newest.split()[-2:] == ["1", "1"]  # one message, one thumb up
    assert older.split()[:2] == ["customer", first]
    # What the embedded model says in a failing one's place is none of a prompt's.
    model.otherwise = [Status(500)]
    assert "$" in (await stage.talk(BEN, "how much is it per person?"))[0]
    model.otherwise = None
    assert await commands.show_list(settings, agent="customer") == 0
    assert newest in out()
    assert await commands.diff(settings, a=first, b="customer") == 1
    assert f"+{HELLO}" in out()
    assert await commands.show(settings, version=second[:6], tools=True) == 0
    shown = out()
    assert HELLO in shown
    assert '"name": "get_menu"' in shown

    # One command goes back; a second one finds nothing before it.
    assert await commands.back(settings, agent="customer", version=None) == 0
    assert "not in force" not in out()
    await taken_in(stage, owned)
    with pytest.raises(commands.NoSuchPrompt, match="no version of customer before"):
        await commands.back(settings, agent="customer", version=None)
    assert await commands.back(settings, agent="customer", version=second) == 0
    await taken_in(stage, HELLO)
    assert await stage.rows("SELECT action FROM audit ORDER BY id") == [
        *("set_prompt", "restore_prompt", "restore_prompt")
    ]


async def test_what_does_not_check_is_refused_and_what_is_set_is_told_of(
    stage: Inside, tmp_path: Path
) -> None:
    settings, book = stage.app.settings, stage.app.rulebook
    file = tmp_path / "wrong.md"
    file.write_text("Hello {customer_name}")
    with pytest.raises(PromptError, match=r"\{customer_name\} is not filled in"):
        await commands.set_file(settings, agent="customer", file=file)
    with pytest.raises(commands.NoSuchPrompt, match="there are customer, staff"):
        await commands.set_file(settings, agent="chef", file=OWNED)
    with pytest.raises(commands.NoSuchPrompt, match="nothing to do"):
        await commands.set_file(settings, agent="customer", file=OWNED)
    ada = Colleague("slack:U0ADA00001", "Ada", "admin")
    write = stage.app.database.write
    with pytest.raises(CommandRefused, match=r"write \{\{ and \}\}"):
        await write(book.enact, "prompts.customer", "Hello {", ada, NOW)
    assert await stage.rows("SELECT count(*) FROM settings") == [0]

    file.write_text(HELLO)
    await commands.set_file(settings, agent="customer", file=file)
    [line] = await overrides(settings)
    assert "prompts.customer is set by" in line
    assert "was changed since" not in line

    # The owner changes the file afterwards: the override is told of, with that.
    owned = dict(book.owned.prompts) | {"customer": "Hello from {business_name}."}
    folder = tmp_path / "business"
    await asyncio.to_thread(_copied, settings.business_dir, folder, owned)
    [line] = await overrides(settings.model_copy(update={"business_dir": folder}))
    assert "is not in force, and was changed since" in line

    lines, _ = await check_lines(settings)
    assert [line for line in lines if "prompts.customer is set by" in line]

    # An admin takes it back as any other change of a setting.
    undo = setting_commands(book)[1]
    context = Context(ada, book.rules().profile, 0, NOW, [])
    await write(undo.run, context, undo.arguments())
    assert await overrides(settings) == []


def _copied(source: Path, folder: Path, prompts: dict[str, str]) -> None:
    shutil.copytree(source, folder)
    for name, text in prompts.items():
        (folder / "prompts" / f"{name}.md").write_text(text)


def _thumb(tx: Connection, version: str) -> None:
    tx.execute(update(ai_messages).where(ai_messages.c.prompt_version == version).values(rating=1))
