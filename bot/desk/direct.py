"""A word to one of the staff: in their direct messages where the desk is in Slack, else at the
desk, with their name on it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection

from bot.desk.notice_text import TITLES, text_of
from bot.desk.notices import Desk
from storage import lanes, outbox

_SLACK = "slack"


class Direct(Struct, frozen=True):
    """Tells staff one by one."""

    desk: Desk

    def tell(
        self,
        tx: Connection,
        now: datetime,
        to: str | None,
        kind: str,
        fields: Mapping[str, Any],
        key: str | None = None,
    ) -> None:
        """Writes a notice to somebody into the outbox. to: who of the staff; None: all of them.
        key: what it is about, where it must be told only once."""
        channel, _, user = (to or "").partition(":")
        if self.desk.lane.channel != _SLACK or channel != _SLACK:
            self.desk.notify(tx, now, kind, fields, key=key)
            return
        if key is not None and outbox.has_key(tx, key):
            return
        outbox.put(
            tx,
            lane_id=lanes.ensure(tx, _SLACK, user, "", now),
            channel=_SLACK,
            address=user,
            ours="",
            kind="notice",
            body=text_of(kind, fields),
            payload={"notice": kind, "title": TITLES[kind]},
            dedupe_key=key,
            created_at=now,
        )
