"""Files that agents make, shown where the conversation is."""

from collections.abc import Callable

from sqlalchemy import Connection

from bot.messages import Scope
from bot.opening import Rules
from bot.ports import Clock
from storage import lanes, outbox


class FileShower:
    """Implements what the analytics tools know as ShowFile."""

    def __init__(self, clock: Clock, rules: Callable[[], Rules]) -> None:
        self._clock, self._rules = clock, rules

    def show(self, tx: Connection, scope: Scope, public_id: str, title: str) -> bool:
        """Sends a file after what was said before it. False: nothing is sent by this door; who
        asked fetches the file that the reply names."""
        if self._rules().doors[scope.channel].sender is None:
            return False
        outbox.put(
            tx,
            **lanes.place_of(tx, scope.lane_id),
            conversation_id=scope.conversation_id,
            kind="file",
            body=title,
            payload={"file": public_id},
            created_at=self._clock.now(),
        )
        return True
