"""Files that tools make: kept in the database, and shown where the conversation is."""

import re
from collections.abc import Callable
from typing import Any

import orjson
from msgspec import Struct
from sqlalchemy import Connection

from agents.ports import Turn
from agents.tools.analytics.asking import Archive
from agents.tools.tool import Desk
from bot.business.scope import Scope
from storage import files
from storage.database import dumps

ShowFile = Callable[[Connection, Scope, str, str], dict[str, Any]]
"""Shows a kept file where a turn's reply goes: (tx, scope, its public id, its title). What the
model is told of that: shown, false where the door shows what the reply names; message, where it
went somewhere else."""


class MadeFile(Struct, frozen=True):
    """A file to keep. title: shown with it. personal: only admins may see it."""

    name: str
    title: str
    content_type: str
    content: bytes
    personal: bool = False


class Cabinet:
    """Keeps files."""

    def __init__(self, archive: Archive, show: ShowFile) -> None:
        self.archive, self._show = archive, show

    async def keep(
        self, turn: Turn, desk: Desk, made: MadeFile, told: dict[str, Any]
    ) -> dict[str, Any]:
        """Keeps a file and shows it, once; what the model is told, with told. Raises
        Superseded."""

        def work(tx: Connection, scope: Scope) -> str:
            now = self.archive.now()
            files.purge(tx, now)
            public_id = files.add(
                tx,
                name=made.name,
                content_type=made.content_type,
                content=made.content,
                conversation_id=scope.conversation_id,
                now=now,
                for_admins=made.personal,
            )
            shown = self._show(tx, scope, public_id, made.title)
            return dumps({"file": public_id, "name": made.name, **shown, **told})

        kept: dict[str, Any] = orjson.loads(await turn.act(desk.call, work))
        return kept


def file_name(title: str, extension: str) -> str:
    """A title as a file's name: leads-per-week.png."""
    words = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:60]
    return f"{words or 'report'}.{extension}"
