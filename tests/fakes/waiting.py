"""What lets a test await a state instead of sleeping: changes, recorded items, gates."""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Generic, TypeVar

import msgspec

T = TypeVar("T", bound=msgspec.Struct)

PATIENCE_S = 5.0
"""Seconds a test waits for what must happen, unless it says otherwise."""


class Changes:
    """Wakes those who wait for a condition whenever something has changed."""

    def __init__(self) -> None:
        self._waiters: set[asyncio.Future[None]] = set()

    def notify(self) -> None:
        for waiter in self._waiters:
            if not waiter.done():
                waiter.set_result(None)

    async def until(self, condition: Callable[[], bool], within: float = PATIENCE_S) -> None:
        """Return once `condition` holds; TimeoutError after `within` seconds."""
        async with asyncio.timeout(within):
            while not condition():
                await self._next()

    async def _next(self) -> None:
        waiter = asyncio.get_running_loop().create_future()
        self._waiters.add(waiter)
        try:
            await waiter
        finally:
            self._waiters.discard(waiter)


class Recorded(Generic[T]):
    """Items in the order of their first arrival, one a key, awaitable by count.

    With a file, every addition and change is one JSON line of it, and what the file holds
    is there again after a restart (the last line of a key counts).
    """

    def __init__(self, kind: type[T], key: Callable[[T], str], file: Path | None = None) -> None:
        self._items: dict[str, T] = {}
        self._key = key
        self._file = file
        self._changes = Changes()
        if file is not None and file.exists():
            for line in file.read_bytes().splitlines():
                self._keep(msgspec.json.decode(line, type=kind))

    def put(self, item: T) -> None:
        """Add the item, or note that the one of its key has changed."""
        self._keep(item)
        if self._file is not None:
            with self._file.open("ab") as file:
                file.write(msgspec.json.encode(item) + b"\n")
        self._changes.notify()

    def _keep(self, item: T) -> None:
        self._items[self._key(item)] = item

    def forget(self) -> None:
        """Drops all items, where there would be too many."""
        self._items.clear()

    def get(self, key: str) -> T | None:
        return self._items.get(key)

    def __getitem__(self, position: int) -> T:
        return list(self._items.values())[position]

    def __iter__(self) -> Iterator[T]:
        return iter(list(self._items.values()))

    def __len__(self) -> int:
        return len(self._items)

    async def at_least(self, count: int, within: float = PATIENCE_S) -> list[T]:
        """All items, once there are `count`; AssertionError after `within` seconds."""
        await self.until(lambda: len(self) >= count, within, f"{count} recorded")
        return list(self)

    async def until(
        self, condition: Callable[[], bool], within: float = PATIENCE_S, what: str = "that"
    ) -> None:
        """Wait for a condition over the items; AssertionError after `within` seconds."""
        try:
            await self._changes.until(condition, within)
        except TimeoutError:
            raise AssertionError(
                f"waited {within} s for {what}; {len(self)} are recorded"
            ) from None


class Gates:
    """Where answers are held until the test lets them go, and the test sees them waiting."""

    def __init__(self) -> None:
        self._held: list[tuple[str, asyncio.Event]] = []
        self._changes = Changes()

    async def hold(self, gate: str) -> None:
        """Wait at `gate` until it is released."""
        place = (gate, asyncio.Event())
        self._held.append(place)
        self._changes.notify()
        try:
            await place[1].wait()
        finally:
            self._held.remove(place)
            self._changes.notify()

    def release(self, gate: str | None = None) -> None:
        """Let go all who wait now at `gate`, or at every gate."""
        for name, event in self._held:
            if gate is None or name == gate:
                event.set()

    def count(self, gate: str | None = None) -> int:
        return sum(
            1 for name, event in self._held if not event.is_set() and (gate is None or name == gate)
        )

    async def held(
        self, count: int = 1, gate: str | None = None, within: float = PATIENCE_S
    ) -> None:
        """Wait until `count` answers are held; AssertionError after `within` seconds."""
        await self._until(lambda: self.count(gate) >= count, f"{count} held", within)

    async def none_held(self, gate: str | None = None, within: float = PATIENCE_S) -> None:
        """Wait until nobody waits, as when callers left; AssertionError after `within` seconds."""
        await self._until(lambda: self.count(gate) == 0, "none held", within)

    async def _until(self, condition: Callable[[], bool], what: str, within: float) -> None:
        try:
            await self._changes.until(condition, within)
        except TimeoutError:
            raise AssertionError(f"waited {within} s for {what}; {self.count()} are") from None
