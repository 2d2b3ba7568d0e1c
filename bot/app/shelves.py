"""What the Slack channel reads of the database."""

from bot.messages import File
from storage import files, streams
from storage.database import Database
from storage.streams import Behind


class Shelves:
    """Implements channels.slack.ports.Backstage."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def behind(self, outbox_id: str) -> Behind | None:
        return await self._database.read(streams.behind, outbox_id)

    async def file(self, public_id: str) -> tuple[str, File] | None:
        kept = await self._database.read(files.load, public_id)
        return (kept.name, File(kept.content_type, kept.bytes)) if kept else None
