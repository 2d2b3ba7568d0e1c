"""The database: is it reached, does it have this version's schema, is there room for it?"""

import os
import shutil
import time
from pathlib import Path

from sqlalchemy import URL, Connection, select

from bot.app.check.clocks import Clocks
from bot.app.check.findings import Findings
from bot.app.prompts.standing import overrides
from bot.app.storage import trouble_with
from bot.settings import Settings
from storage import migrate
from storage.connect import open_database, parse_url
from storage.database import StorageError
from storage.types import database_now

_LEAST_MB, _FEW_MB = 200, 1000
_SQLITE_HEAD = b"SQLite format 3\0"


async def check_database(settings: Settings, findings: Findings, clocks: Clocks) -> None:
    """Connects and looks; makes and changes nothing."""
    try:
        url = parse_url(settings.database_url)
    except StorageError as error:
        findings.wrong(f"DATABASE_URL: {error}")
        return
    if url.get_backend_name() == "sqlite":
        file = Path(str(url.database))
        await _check_file(file, settings, findings)
        _check_disk(_nearest_folder(file), findings)
    else:
        await _check_server(url, settings, findings, clocks)


async def _check_server(url: URL, settings: Settings, findings: Findings, clocks: Clocks) -> None:
    name = f"DATABASE_URL: postgresql at {url.host or url.query.get('host') or 'localhost'}"
    looked = await _look(name, settings, findings)
    if looked is None:
        return
    current, offset = looked
    clocks.told("the database", offset)
    if current:
        findings.ok(name)
        await _note_overrides(settings, findings)
    else:
        findings.wrong(f"{name} has not this version's schema: run `python -m bot migrate`")


async def _check_file(file: Path, settings: Settings, findings: Findings) -> None:
    name = f"DATABASE_URL: {file}"
    if fault := _file_fault(file):
        findings.wrong(f"{name} {fault}")
    elif _is_new(file):
        findings.note(f"{name} is made when the bot first starts")
    else:
        await _check_schema(name, settings, findings)


def _file_fault(file: Path) -> str | None:
    folder = _nearest_folder(file)
    if not os.access(folder, os.W_OK) or (file.exists() and not os.access(file, os.W_OK)):
        return f"cannot be written: give this user the right to {folder}"
    if not _is_new(file) and not _is_sqlite(file):
        return "is no SQLite database: name another file"
    return None


def _is_new(file: Path) -> bool:
    return not file.exists() or (file.is_file() and file.stat().st_size == 0)


async def _check_schema(name: str, settings: Settings, findings: Findings) -> None:
    looked = await _look(name, settings, findings)
    if looked is None:
        return
    current, _ = looked
    if current:
        findings.ok(name)
        await _note_overrides(settings, findings)
    else:
        findings.note(f"{name} has not this version's schema; `python -m bot serve` brings it")


async def _note_overrides(settings: Settings, findings: Findings) -> None:
    for line in await overrides(settings):
        findings.note(line)


async def _look(name: str, settings: Settings, findings: Findings) -> tuple[bool, float] | None:
    """Whether the schema is this version's, and the database's clock less ours, in seconds; None:
    it is of no use, which is said then."""
    try:
        return await _seen(settings)
    except TimeoutError:
        raise
    except Exception as error:
        findings.wrong(f"{name}: {trouble_with(error)}")
        return None


async def _seen(settings: Settings) -> tuple[bool, float]:
    database = await open_database(settings.database_url)
    try:
        return await database.read(migrate.is_current), await database.read(_offset)
    finally:
        await database.close()


def _offset(tx: Connection) -> float:
    before = time.time()
    theirs = tx.execute(select(database_now())).scalar_one()
    return theirs - (before + time.time()) / 2


def _is_sqlite(file: Path) -> bool:
    if not file.is_file():
        return False
    with file.open("rb") as opened:
        return opened.read(len(_SQLITE_HEAD)) == _SQLITE_HEAD


def _nearest_folder(file: Path) -> Path:
    return next(folder for folder in file.absolute().parents if folder.is_dir())


def _check_disk(folder: Path, findings: Findings) -> None:
    free = shutil.disk_usage(folder).free // 10**6
    if free < _LEAST_MB:
        findings.wrong(f"disk: {free} MB are free at {folder}: make room, or nothing is stored")
    elif free < _FEW_MB:
        findings.note(f"disk: only {free} MB are free at {folder}")
    else:
        findings.ok(f"disk: {free / 1000:.0f} GB are free at {folder}")
