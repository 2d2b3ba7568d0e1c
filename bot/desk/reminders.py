"""Reminders: at its due time, a to-do is told to its person."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection

from bot.business.profile import Profile
from bot.business.staff_words import moment_text
from bot.desk.direct import Direct
from bot.desk.notices import Desk
from bot.ports import Clock
from storage import lanes, timers, todos
from storage.todos import Todo

DUE = "todo_due"


class Reminders:
    """profile(): the present one."""

    def __init__(self, desk: Desk, clock: Clock, profile: Callable[[], Profile]) -> None:
        self._desk, self._clock, self._profile = desk, clock, profile

    def given(self, tx: Connection, todo: Todo, by: str) -> None:
        """Somebody set a to-do: its person is told, where that is somebody else, and reminded when
        it is due. by: who set it."""
        if todo.assigned_to not in (None, by):
            self._tell(tx, todo, "todo_given", f"todo_given:{todo.id}")
        if todo.due_at is None:
            return
        lane, payload = self._desk.lane, {"todo": todo.public_id}
        lane_id = lanes.ensure(tx, lane.channel, lane.address, lane.ours, self._clock.now())
        timers.schedule(tx, _key(todo), DUE, lane_id, todo.due_at, payload)

    def forget(self, tx: Connection, todo: Todo) -> None:
        """Nobody need be reminded of it any more."""
        timers.cancel(tx, _key(todo))

    def remind(self, tx: Connection, payload: dict[str, Any]) -> None:
        """The timer of a to-do: it is told, unless it is done."""
        todo = todos.find(tx, payload["todo"])
        if todo is not None and todo.done_at is None:
            self._tell(tx, todo, DUE, f"{DUE}:{todo.id}")

    def _tell(self, tx: Connection, todo: Todo, kind: str, key: str) -> None:
        now = self._clock.now()
        due = moment_text(self._profile(), todo.due_at, now) if todo.due_at else None
        about = f" ({todo.about})" if todo.about else ""
        fields = {"message": f"{todo.text}{about}", "due": due, "for": todo.assigned_name}
        Direct(self._desk).tell(tx, now, todo.assigned_to, kind, fields, key)


def _key(todo: Todo) -> str:
    return f"todo:{todo.id}"
