"""Visitors' pictures: kept until a message names them, then fetched like any door's files."""

from datetime import timedelta

from sqlalchemy import Connection

from bot.allowances import Allowances
from bot.chat_messages import Caller
from bot.errors import TooFast
from bot.messages import FetchError, File
from bot.ports import Clock
from storage import uploads
from storage.database import Database
from storage.types import new_public_id

MOST_A_DAY = 50 * 1024 * 1024  # bytes of one visitor
_SCHEME = "upload:"
_DAY = timedelta(days=1)


def upload_url(public_id: str) -> str:
    """How a message names an upload."""
    return f"{_SCHEME}{public_id}"


class Shelf:
    """Implements bot.ports.Fetcher: where the web door's messages find their pictures."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def fetch(self, url: str, most: int) -> File:
        """The picture behind upload_url. Raises FetchError."""
        found = await self._database.read(uploads.find, url.removeprefix(_SCHEME))
        if found is None:
            raise FetchError("no such upload")
        if len(found[1]) > most:
            raise FetchError("too large")
        return File(*found)


class Uploads:
    """Takes pictures in."""

    def __init__(self, database: Database, clock: Clock, allowances: Allowances) -> None:
        self._database, self._clock, self._allowances = database, clock, allowances

    async def keep(self, file: File, caller: Caller) -> str:
        """Keeps a picture; its id. Raises TooFast."""
        return await self._database.write(self._keep, file, caller)

    def _keep(self, tx: Connection, file: File, caller: Caller) -> str:
        now, visitor = self._clock.now(), caller.visitor or ""
        self._allowances.take_upload(tx, caller, len(file.content), MOST_A_DAY)
        if uploads.size_since(tx, visitor, now - _DAY) + len(file.content) > MOST_A_DAY:
            raise TooFast(_DAY.total_seconds())
        public_id = new_public_id()
        uploads.keep(tx, public_id, visitor, file.content_type, file.content, now)
        return public_id
