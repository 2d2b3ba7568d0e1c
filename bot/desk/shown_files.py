"""Files that agents make, shown where the conversation is."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection

from bot.business.scope import Scope
from bot.opened import Rules
from bot.ports import Clock
from storage import colleagues, files, lanes, outbox

_ELSEWHERE = "Only admins may see it: it was sent to your direct messages."


class FileShower:
    """Implements what the analytics tools know as ShowFile."""

    def __init__(self, clock: Clock, rules: Callable[[], Rules]) -> None:
        self._clock, self._rules = clock, rules

    def show(self, tx: Connection, scope: Scope, public_id: str, title: str) -> dict[str, Any]:
        """Sends a file after what was said before it; one for admins where nobody else reads it.
        Not shown: nothing is sent by this door; who asked fetches the file that the reply names."""
        if self._rules().doors[scope.channel].sender is None:
            return {"shown": False}
        place = self._place(tx, scope, public_id)
        outbox.put(
            tx,
            **place,
            conversation_id=scope.conversation_id,
            kind="file",
            body=title,
            payload={"file": public_id},
            created_at=self._clock.now(),
        )
        elsewhere = place["lane_id"] != scope.lane_id
        return {"shown": True} | ({"message": _ELSEWHERE} if elsewhere else {})

    def _place(self, tx: Connection, scope: Scope, public_id: str) -> dict[str, Any]:
        if scope.staff is None or not files.is_for_admins(tx, public_id):
            return lanes.place_of(tx, scope.lane_id)
        return colleagues.place_alone(tx, scope.staff.id, scope.lane_id, self._clock.now())
