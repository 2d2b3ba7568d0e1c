"""What is new in a visitor's thread, as the database tells it."""

from msgspec import Struct
from sqlalchemy import Connection

from storage import conversations, history, inbox
from storage.history import Said, Standing


class Ended(Struct, frozen=True):
    """The turn that took a message is over. reply None: nothing was said."""

    reply: conversations.Line | None


class News(Struct, frozen=True):
    """What was said since. line: the place to go on from next. more: there is more than this.
    ended: of the message that is waited for."""

    standing: Standing
    lines: list[Said]
    line: int
    more: bool
    ended: Ended | None


def news_of(
    tx: Connection,
    thread_id: str,
    visitor: str,
    place: int | str | None,
    awaited: str | None,
    most: int,
) -> News | None:
    """The lines after a place: one that was told before, a line's public id (one that is not
    there stands before all), or None for the end. awaited: a message's event id.

    None: the thread is not there any more, for this visitor."""
    standing = history.standing(tx, thread_id, visitor)
    if standing is None:
        return None
    line = _line(tx, standing, place)
    lines = history.after(tx, standing.mailbox_id, line, most)
    more = len(lines) == most
    ended = _end_of(tx, awaited) if awaited and not more else None
    return News(standing, lines, lines[-1].id if lines else line, more, ended)


def _line(tx: Connection, standing: Standing, place: int | str | None) -> int:
    match place:
        case int():
            return place
        case str():
            return history.place_of(tx, standing.mailbox_id, place) or 0
        case None:
            return standing.newest


def _end_of(tx: Connection, awaited: str) -> Ended | None:
    found = inbox.find(tx, "web", awaited)
    if found is None or found[1] not in ("done", "dead") or found[2] is None:
        return None
    return Ended(conversations.reply_of(tx, found[2]))
