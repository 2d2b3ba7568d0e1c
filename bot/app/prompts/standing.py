"""How the prompts stand: what the files say, what was set over them, what is in force."""

from collections.abc import Callable, Iterator
from pathlib import Path
from sqlite3 import Error
from typing import TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from bot.app.parts import clock_of
from bot.app.rules import rulebook_of
from bot.app.storage import file_of
from bot.business.dates import moment_text
from bot.editions import PROMPTS
from bot.errors import BotError
from bot.rulebook import Rulebook
from bot.settings import Settings
from storage import migrate, settings
from storage.connect import open_database
from storage.database import StorageError
from storage.settings import Change

_MOST_CHANGES = 100

T = TypeVar("T")


def book_of(settings: Settings) -> Rulebook:
    """The files' and the environment's, for a process that serves nobody. Raises
    ConfigurationError."""
    return rulebook_of(settings, {}, clock_of(settings))


async def overrides(settings: Settings) -> list[str]:
    """A line for each prompt that is set over its file, and each change that does not fit. None
    where no database can be read: the files are checked without one too."""

    def lines(tx: Connection) -> list[str]:
        return override_lines(tx, book_of(settings), settings.business_dir)

    return await peek(settings, lines) or []


async def peek(settings: Settings, look: Callable[[Connection], T]) -> T | None:
    """What is found in the database, where one can be read; None: none can."""
    try:
        return await _found(settings, look)
    except (BotError, StorageError, SQLAlchemyError, OSError, Error):
        return None


async def _found(settings: Settings, look: Callable[[Connection], T]) -> T | None:
    file = file_of(settings)
    if file is not None and not file.is_file():
        return None
    database = await open_database(settings.database_url)
    try:
        return await database.read(look) if await database.read(migrate.is_current) else None
    finally:
        await database.close()


def override_lines(tx: Connection, book: Rulebook, folder: Path) -> list[str]:
    """What of the prompts is in force that no file says."""
    return [
        _line(tx, book, folder, change)
        for change in settings.in_force(tx)
        if change.path.startswith(PROMPTS) and change.value is not None
    ] + list(_misfits(tx, book))


def _line(tx: Connection, book: Rulebook, folder: Path, change: Change) -> str:
    name = change.path.removeprefix(PROMPTS)
    profile = book.present(tx).profile
    when = moment_text(profile.local(change.created_at))
    file = folder / "prompts" / f"{name}.md"
    text = f"{change.path} is set by {change.author_name} since {when}: {file} is not in force"
    if _was(tx, change) != book.owned.prompts.get(name):
        text += ", and was changed since"
    return f"{text}; `bot prompt back {name} file` puts it in force"


def _was(tx: Connection, change: Change) -> str | None:
    """What the file said when it was first set over."""
    was = change
    for earlier in settings.history(tx, change.path, _MOST_CHANGES):
        if earlier.path != change.path or earlier.id > change.id:
            continue
        if earlier.value is None:
            break
        was = earlier
    return None if was.before is None else str(was.before)


def _misfits(tx: Connection, book: Rulebook) -> Iterator[str]:
    for misfit in book.present(tx).misfits:
        if misfit.change.path.startswith(PROMPTS):
            yield f"what was set for {misfit.why}; the file is in force"
