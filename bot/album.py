"""The pictures of a turn, for a model that can see."""

import asyncio

from sqlalchemy import Connection

from bot.messages import File, Picture
from bot.opened import Talk
from storage import media
from storage.database import Database

# A file is mostly there before a burst of texts is over. Whoever waits longer for an answer is
# served worse by it than a picture is worth; staff see the late ones too.
PATIENCE_SECONDS = 4.0
_LOOK_SECONDS = 0.1
_TYPES = ("image/jpeg", "image/png", "image/gif", "image/webp")
_LARGEST = 1024 * 1024
_MOST = 5 * 1024 * 1024  # of all pictures of a turn


class Album:
    """One turn's. What was not there in time is left out to the turn's end: each of its calls
    shows the model the same, which servers answer faster."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._until: float | None = None
        self._events = 0
        self._pictures: tuple[Picture, ...] = ()

    async def of(self, talk: Talk) -> tuple[Picture, ...]:
        """The pictures that the turn's messages came with, in their order."""
        if len(talk.events) != self._events and any(e.payload["media"] for e in talk.events):
            await self._settled(talk.scope.turn_id)
            self._pictures = await self._database.read(_pictures, talk.scope.turn_id)
        self._events = len(talk.events)
        return self._pictures

    async def _settled(self, turn_id: int) -> None:
        """Waits for files that are on their way, but not long."""
        now = asyncio.get_running_loop().time
        self._until = self._until or now() + PATIENCE_SECONDS
        while (  # noqa: ASYNC110 - another process may fetch them; no event crosses from there
            now() < self._until and await self._database.read(media.are_coming, turn_id)
        ):
            await asyncio.sleep(_LOOK_SECONDS)


def _pictures(tx: Connection, turn_id: int) -> tuple[Picture, ...]:
    room, chosen = _MOST, []
    for kept in media.of_turn(tx, turn_id, _TYPES, _LARGEST):
        room -= len(kept.content)
        if room >= 0:
            file = File(kept.content_type, kept.content)
            chosen.append(Picture(kept.message_id, kept.position, file))
    return tuple(chosen)
