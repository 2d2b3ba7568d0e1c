"""What agents made for staff, fetched by their programs."""

from bot.errors import Refused
from bot.messages import Colleague
from bot.ports import Clock
from storage import files
from storage.database import Database
from storage.files import StoredFile


class Exports:
    """Hands files out."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    async def file(self, who: Colleague, public_id: str) -> StoredFile:
        """A file. Raises Refused where there is none, and where only admins may see it."""
        found = await self._database.read(files.load, public_id)
        if found is None or found.expires_at <= self._clock.now():
            raise Refused(404, "there is no such file, or not any more")
        if found.for_admins and who.role != "admin":
            raise Refused(403, "only admins may see this file")
        return found
