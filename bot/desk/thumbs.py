"""What staff think of an agent's answer to them."""

from collections.abc import Callable
from typing import Literal

import msgspec
from sqlalchemy import Connection

from bot.messages import Colleague
from storage import history
from storage.inbox import Stored

RATED = "rate"  # the act


class Thumb(msgspec.Struct, frozen=True):
    """A thumb, as the door tells it in an Inbound's meta. message: the answer's public id."""

    message: str
    rating: Literal[1, -1]


def rate(tx: Connection, event: Stored, _: Colleague) -> Callable[[], None]:
    """Keeps it; the last one counts."""
    thumb = msgspec.convert(event.payload["meta"], Thumb)
    history.rate_answer(tx, thumb.message, thumb.rating)
    return _nothing


def _nothing() -> None:
    return
