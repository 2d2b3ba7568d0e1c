"""What was said in a visitor's thread, looked up for them, and what they think of it."""

import asyncio

from msgspec import Struct
from sqlalchemy import Connection

from bot.chat_messages import Line
from bot.errors import NoSuchThread, Refused
from bot.lines import line_of
from storage import history
from storage.database import Database
from storage.history import Standing

_FILE_SECONDS, _LOOK_SECONDS = 5.0, 0.1  # a picture is fetched within moments, or not soon


class Page(Struct, frozen=True):
    """A part of a history, oldest line first. more: there are further lines in the direction
    that was asked for."""

    lines: list[Line]
    standing: Standing
    more: bool


class Recall:
    """Reads for visitors; what is not theirs does not exist."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def page(
        self, thread_id: str, visitor: str, after: str | None, before: str | None, limit: int
    ) -> Page:
        """A part of a thread's history: from after a line on, else up to before one, else its end.
        Raises NoSuchThread, and Refused for a line that is not there."""
        return await self._database.read(_page, thread_id, visitor, after, before, limit)

    async def rate_message(self, message_id: str, visitor: str, rating: int) -> None:
        """A thumb on what the bot or staff said. Raises Refused."""
        rate = history.rate_message
        if not await self._database.write(rate, message_id, visitor, rating):
            raise Refused(404, "there is no such message")

    async def rate_thread(self, thread_id: str, visitor: str, rating: int) -> None:
        """Stars for a thread's newest conversation. Raises NoSuchThread and Refused."""
        await self._database.write(_rate_thread, thread_id, visitor, rating)

    async def file(self, media_id: str, visitor: str) -> tuple[str, bytes]:
        """A picture's content type and bytes; one that is just being fetched is waited for.
        Raises Refused."""
        for _ in range(int(_FILE_SECONDS / _LOOK_SECONDS)):
            found = await self._database.read(history.file_for, media_id, visitor)
            if found is None:
                break
            if found.content is not None:
                return found.content_type, found.content
            await asyncio.sleep(_LOOK_SECONDS)
        raise Refused(404, "there is no such picture")


def _page(
    tx: Connection,
    thread_id: str,
    visitor: str,
    after: str | None,
    before: str | None,
    limit: int,
) -> Page:
    standing = _standing(tx, thread_id, visitor)
    mailbox = standing.mailbox_id
    if after is not None:
        said = history.after(tx, mailbox, _place(tx, mailbox, after), limit + 1)
        lines, more = said[:limit], len(said) > limit
    else:
        place = None if before is None else _place(tx, mailbox, before)
        said = history.before(tx, mailbox, place, limit + 1)
        lines, more = said[-limit:], len(said) > limit
    return Page([line_of(each) for each in lines], standing, more)


def _standing(tx: Connection, thread_id: str, visitor: str) -> Standing:
    found = history.standing(tx, thread_id, visitor)
    if found is None:
        raise NoSuchThread("there is no such thread")
    return found


def _place(tx: Connection, mailbox_id: int, message_id: str) -> int:
    place = history.place_of(tx, mailbox_id, message_id)
    if place is None:
        raise Refused(404, "there is no such message in this thread")
    return place


def _rate_thread(tx: Connection, thread_id: str, visitor: str, rating: int) -> None:
    standing = _standing(tx, thread_id, visitor)
    if not history.rate_conversation(tx, standing.mailbox_id, rating):
        raise Refused(409, "nothing was said in this thread yet")
