"""What every row may use: scratch space, databases of both kinds, profiles."""

import time
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from storage import migrate
from storage.connect import open_database
from tests.postgres import Postgres, running_postgres

_SHARE_S = 15.0


class Bench:
    """A run. rounds: how often every line is measured at most. profiles: the folder that profiles
    go to, None: nothing is profiled. only: words of the names of the lines that are wanted."""

    def __init__(self, rounds: int, profiles: Path | None, only: str) -> None:
        self.rounds, self._profiles, self._only = rounds, profiles, only
        self._stack = AsyncExitStack()
        self._server: Postgres | None = None
        self._made = 0

    async def __aenter__(self) -> "Bench":
        folder = self._stack.enter_context(TemporaryDirectory(prefix="bench-"))
        self.scratch = Path(folder)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    def numbers(self) -> Iterator[int]:
        """Counts a row's rounds, from 0: at least one, and none that begins when the row has had
        its share of a run. A busy machine measures less; it does not take longer for ever."""
        begun = time.perf_counter()
        for number in range(self.rounds):
            if number and time.perf_counter() - begun > _SHARE_S:
                return
            yield number

    def wants(self, line: str) -> bool:
        """Whether a line is to be measured; limits always are."""
        return self._only in line

    def profile(self, name: str) -> Path | None:
        """Where a line's profile goes; None: it is not to be profiled."""
        return self._profiles / f"profile-{name}.txt" if self._profiles else None

    async def database(self, kind: str) -> str:
        """The URL of a new database (sqlite, postgres) with the schema; it forgets nothing that
        was committed, as in production."""
        self._made += 1
        url = self._new(kind, f"bench{self._made}")
        database = await open_database(url)
        await database.write(migrate.upgrade)
        await database.close()
        return url

    def _new(self, kind: str, name: str) -> str:
        if kind == "sqlite":
            return f"sqlite:///{self.scratch}/{name}.db"
        if self._server is None:
            self._server = self._stack.enter_context(running_postgres(durable=True))
        self._server.create(name)
        return self._server.url(name)
