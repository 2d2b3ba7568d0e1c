"""Answers shown to staff while they are made: that somebody works on it, the steps, the words.

What is shown here spares them the wait and nothing else: the whole answer is the outbox's, which
finishes what was begun. Nothing that goes wrong here is of any harm to a turn."""

import asyncio
import time
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, NoReturn

import structlog
from msgspec import Struct, structs

from bot.delivery import SendError, SendTrouble
from bot.live import Live, Watcher
from bot.messages import Event, LaneAddress
from bot.opened import Talk
from bot.ports import Clock, Place, Screen, Step
from storage import streams
from storage.database import Database

PATIENCE = 0.7  # seconds; what is answered sooner is not worth a show
_PACE = 1.0  # seconds from one piece to the next: vendors count calls
_STATUS_SECONDS = 60.0  # a status is taken away after two minutes
_LONGEST_TURN = 600.0
_MOST_TEXT = 2800  # characters; what is longer ends in a file
_WORKING = "is working on it…"
_LONGEST_TITLE = 60

log = structlog.get_logger(__name__)


class Screens:
    """Follows the turns of this process that staff began. patience: seconds before an answer is
    shown. streaming(): whether words are shown, or only that there is work on it."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        live: Live,
        screen: Screen,
        *,
        streaming: Callable[[], bool],
        patience: float = PATIENCE,
    ) -> None:
        self._database, self._clock, self._live = database, clock, live
        self._screen, self.streaming, self.patience = screen, streaming, patience
        self._turns: dict[int, asyncio.Task[None]] = {}

    def follow(self, talk: Talk) -> None:
        """Shows a turn until it ends."""
        turn_id, meta = talk.scope.turn_id, talk.last.payload["meta"]
        if turn_id in self._turns or "user" not in meta:
            return
        last = talk.last
        lane = LaneAddress(last.channel, last.address, last.ours)
        place = Place(lane, meta["user"], last.address.endswith(f":{meta.get('ts')}"))
        show = _Show(self, turn_id, place, last.payload["text"])
        task = asyncio.create_task(self._run(show, talk.claim.mailbox_id), name="screen")
        self._turns[turn_id] = task
        task.add_done_callback(lambda _: self._turns.pop(turn_id, None))

    async def _run(self, show: "_Show", mailbox_id: int) -> None:
        try:
            with self._live.watch(mailbox_id) as watcher:
                await show.run(watcher, self._screen)
        except Exception as error:
            log.warning("an answer is not shown while it is made", error=type(error).__name__)

    async def begun(self, turn_id: int) -> bool:
        """Whether an answer may be begun to be shown; then that is known to all processes."""
        return await self._database.write(streams.begin, turn_id, self._clock.now())

    async def placed(self, turn_id: int, place: str) -> None:
        await self._database.write(streams.placed, turn_id, place)

    async def forget(self, turn_id: int) -> None:
        await self._database.write(streams.forget, turn_id)

    async def stop(self) -> None:
        """Shows nothing more."""
        tasks = list(self._turns.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


class _Text(Struct):
    """What is being said, and how much of it was shown."""

    said: str = ""
    shown: str = ""

    def take(self, event: Event) -> None:
        self.said = event.data["content"] if event.type == "replace" else self.said
        self.said += event.data["content"] if event.type == "token" else ""

    def more(self) -> str:
        """What is to be shown next; nothing, once what was shown is not what is said."""
        said = self.said[:_MOST_TEXT]
        return said[len(self.shown) :] if said.startswith(self.shown) else ""


class _Show:
    """One turn on its screen."""

    def __init__(self, screens: Screens, turn_id: int, place: Place, question: str) -> None:
        self._screens, self._turn_id, self._place = screens, turn_id, place
        self._question = " ".join(question.split())[:_LONGEST_TITLE]
        self._text = _Text()
        self._steps: list[Step] = []
        self._told: list[Step] = []  # as far as they were shown
        self._begun = ""
        self._may = screens.streaming()
        self._status_at: float | None = None

    async def run(self, watcher: Watcher, screen: Screen) -> None:
        began = time.monotonic()
        next_at = began + self._screens.patience
        if self._place.begins and self._question:
            await _tried(screen.title(self._place, self._question))
        while time.monotonic() - began < _LONGEST_TURN:
            await self._keep_status(screen)
            events = await watcher.take(max(0.02, min(_PACE, next_at - time.monotonic())))
            if watcher.lost or any(event.type in ("done", "closing") for event in events):
                break
            for event in events:
                self._take(event)
            if time.monotonic() >= next_at:
                next_at = time.monotonic() + await self._show(screen)
        await self._clear(screen)

    def _take(self, event: Event) -> None:
        if event.type in ("token", "replace"):
            self._text.take(event)
            self._steps = [structs.replace(step, done=True) for step in self._steps]
        elif event.type == "tool" and event.data["status"] == "running":
            self._steps = [structs.replace(step, done=True) for step in self._steps]
            title = event.data["name"].replace("_", " ").capitalize()
            self._steps.append(Step(f"step-{len(self._steps) + 1}", title))

    async def _show(self, screen: Screen) -> float:
        """Shows what is new; seconds until it may show more."""
        text = self._text.more()
        steps = [step for step in self._steps if step not in self._told]
        if not self._may or not (text or steps):
            return _PACE
        try:
            if self._begun:
                await screen.add(self._begun, text, steps)
            else:
                await self._begin(screen, text, steps)
        except SendError as error:
            if error.trouble is SendTrouble.RETRY:
                return max(error.after or _PACE, _PACE)
            self._may = False
            return _PACE
        self._text.shown += text
        self._told = list(self._steps)
        return _PACE

    async def _begin(self, screen: Screen, text: str, steps: Sequence[Step]) -> None:
        if not await self._screens.begun(self._turn_id):
            self._may = False
            return
        try:
            self._begun = await screen.begin(self._place, text, steps)
        except SendError as error:
            await self._not_begun(error)
        await self._screens.placed(self._turn_id, self._begun)

    async def _not_begun(self, error: SendError) -> NoReturn:
        """Where it may have been begun all the same, whoever delivers the whole looks for it."""
        if error.trouble is not SendTrouble.DOUBT:
            await self._screens.forget(self._turn_id)
        raise error

    async def _keep_status(self, screen: Screen) -> None:
        now = time.monotonic()
        if self._status_at is None or now - self._status_at > _STATUS_SECONDS:
            self._status_at = now
            await _tried(screen.status(self._place, _WORKING))

    async def _clear(self, screen: Screen) -> None:
        await _tried(screen.status(self._place, ""))


async def _tried(call: Coroutine[Any, Any, None]) -> None:
    """A courtesy: where it is refused, nothing is lost."""
    try:
        await call
    except SendError as error:
        log.debug("a courtesy was refused", code=error.code)
