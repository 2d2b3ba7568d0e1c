"""bot prompt list, show, diff, set and back."""

import getpass
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from difflib import unified_diff
from pathlib import Path

import orjson
from msgspec import Struct
from sqlalchemy import Connection

from bot.app.parts import clock_of
from bot.app.prompts.standing import book_of, override_lines
from bot.app.prompts.table import print_diff, print_versions
from bot.app.storage import beside
from bot.business.prompts import PROMPTS, WITHOUT_TOOLS, PromptText, read_prompt
from bot.editions import PROMPTS as PATH
from bot.errors import BotError
from bot.messages import Colleague
from bot.rulebook import Rulebook
from bot.settings import Settings
from storage import audit, prompts
from storage import settings as changes
from storage.database import Database
from storage.prompts import Version

_FILE = "file"
_LATER = "Processes at work take it in within seconds; turns under way end with what they began by."


class NoSuchPrompt(BotError):
    """There is no such prompt, or no such version; the text says what there is."""


class _House(Struct, frozen=True):
    """What the commands work with. who: they act for, in the audit log."""

    settings: Settings
    book: Rulebook
    database: Database
    who: Colleague
    now: datetime


@asynccontextmanager
async def _opened(settings: Settings) -> AsyncIterator[_House]:
    user = getpass.getuser()[:40]
    async with beside(settings) as database:
        who = Colleague(f"cli:{user}", f"{user} (command line)", "admin")
        yield _House(settings, book_of(settings), database, who, clock_of(settings).now())


async def show_list(settings: Settings, *, agent: str | None) -> int:
    """Every version: since when it is used, what became of its messages, which is in force."""
    if agent is not None:
        _known(agent)
    async with _opened(settings) as house:
        edition = await house.database.read(house.book.present)
        kept = await house.database.read(prompts.listed, agent)
        served = await house.database.read(prompts.served)
        notes = await house.database.read(override_lines, house.book, settings.business_dir)
    print_versions(kept, served, edition.prompts, edition.profile, agent)
    for note in notes:
        print(f"– {note}")
    return 0


async def show(settings: Settings, *, version: str, tools: bool) -> int:
    """The words of a version. tools: and what it told of the tools."""
    async with _opened(settings) as house:
        text = await house.database.read(_text_of, house.book, version)
        if tools:
            text += await house.database.read(_tools_of, version)
    sys.stdout.write(f"{text}\n")
    return 0


async def diff(settings: Settings, *, a: str, b: str) -> int:
    """What differs between two; 1 where something does, as diff has it."""
    async with _opened(settings) as house:
        old = await house.database.read(_text_of, house.book, a)
        new = await house.database.read(_text_of, house.book, b)
    lines = list(unified_diff(old.splitlines(), new.splitlines(), a, b, lineterm=""))
    print_diff(lines)
    return int(bool(lines))


async def set_file(settings: Settings, *, agent: str, file: Path) -> int:
    """Puts a file's words in force, over the owner's own file."""
    text = read_prompt(file)
    async with _opened(settings) as house:
        await house.database.write(_enact, house, "set_prompt", {_known(agent): text})
        await _tell(house, f"The {agent} prompt is as {file} words it.")
    return 0


async def back(settings: Settings, *, agent: str, version: str | None) -> int:
    """Puts the words of an earlier version in force: the one before, if none is named; "file": the
    owner's file."""
    async with _opened(settings) as house:
        said = await house.database.write(_go_back, house, _known(agent), version)
        await _tell(house, said)
    return 0


async def _tell(house: _House, said: str) -> None:
    print(f"✓ {said} {_LATER}")
    for note in await house.database.read(override_lines, house.book, house.settings.business_dir):
        print(f"– {note}")


def _go_back(tx: Connection, house: _House, agent: str, named: str | None) -> str:
    if named == _FILE:
        _enact(tx, house, "restore_prompt", {agent: None})
        return f"The {agent} prompt is as its file words it."
    if agent == WITHOUT_TOOLS:
        raise NoSuchPrompt(f"{WITHOUT_TOOLS} is a part of the others: name an agent, or: file")
    present = house.book.present(tx).prompts
    version = _earlier(tx, agent, present) if named is None else _kept(tx, agent, named)
    words: dict[str, str | None] = {agent: version.text, WITHOUT_TOOLS: version.without_tools}
    differing = {name: text for name, text in words.items() if text != present[name].text}
    if not differing:
        raise NoSuchPrompt(f"{version.version} says what is in force already")
    _enact(tx, house, "restore_prompt", differing)
    return f"The {agent} prompt is as it was in {version.version}."


def _earlier(tx: Connection, agent: str, present: Mapping[str, PromptText]) -> Version:
    kept = prompts.listed(tx, agent)
    found = prompts.before(kept, present[agent].text, present[WITHOUT_TOOLS].text)
    if found is None:
        raise NoSuchPrompt(f"there is no version of {agent} before the one in force")
    return found


def _kept(tx: Connection, agent: str, named: str) -> Version:
    found = [each for each in prompts.called(tx, named) if each.agent == agent]
    if len(found) != 1:
        how = "is not one" if not found else "may be several"
        raise NoSuchPrompt(f"{named} {how} of {agent}'s versions: see bot prompt list {agent}")
    return found[0]


def _enact(tx: Connection, house: _House, action: str, words: dict[str, str | None]) -> None:
    """Changes prompts, together. None: as the file has it. Raises CommandRefused where a text does
    not check, NoSuchPrompt where nothing would change."""
    for name, text in words.items():
        path, owned = PATH + name, house.book.owned.prompts[name]
        value = None if text == owned else text
        was = house.book.present(tx).prompts[name].text
        if was == (text if text is not None else owned):
            raise NoSuchPrompt(f"the {name} prompt says that already: there is nothing to do")
        change, _ = house.book.enact(tx, path, value, house.who, house.now)
        about = f"setting:{path}"
        told = {"change": change.public_id}
        audit.add(tx, house.now, house.who.id, action, about, {"text": was}, {"text": text} | told)
    changes.announce(tx)


def _text_of(tx: Connection, book: Rulebook, named: str) -> str:
    """What a version says, or an agent's prompt as it is in force now."""
    if named in PROMPTS:
        present = book.present(tx).prompts
        text, rest = present[named].text, present[WITHOUT_TOOLS].text
        return rest if named == WITHOUT_TOOLS else _whole(text, rest)
    found = prompts.called(tx, named)
    if not found:
        raise NoSuchPrompt(f"there is no version {named}: see bot prompt list")
    if len({(each.text, each.without_tools) for each in found}) > 1:
        raise NoSuchPrompt(f"{named} may be several versions: write more of it")
    return _whole(found[0].text, found[0].without_tools)


def _tools_of(tx: Connection, named: str) -> str:
    found = prompts.called(tx, named)
    if not found:
        raise NoSuchPrompt("name a version that served: its tools were kept with it")
    told = orjson.dumps(orjson.loads(found[-1].tools), option=orjson.OPT_INDENT_2)
    return f"\n\n[its tools]\n\n{told.decode()}"


def _whole(text: str, without_tools: str) -> str:
    return f"{text}\n\n[where it may not use its tools]\n\n{without_tools}"


def _known(agent: str) -> str:
    if agent not in PROMPTS:
        raise NoSuchPrompt(f"there is no prompt {agent}; there are {', '.join(PROMPTS)}")
    return agent
