"""One process a SQLite file: whoever serves it holds a lock beside it."""

import fcntl
from pathlib import Path
from typing import IO

from bot.errors import ConfigurationError


class FileLock:
    """Held from take() until release(), or until the process ends, however it ends."""

    def __init__(self, database_file: Path) -> None:
        self._path = database_file.with_name(database_file.name + ".lock")
        self._file: IO[str] | None = None

    def take(self) -> None:
        """Raises ConfigurationError where another process holds it."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        file = self._path.open("a")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.close()
            raise ConfigurationError(
                f"another process serves {self._path.with_suffix('')} already, and with SQLite "
                "one process does everything; for more set DATABASE_URL to a PostgreSQL database"
            ) from None
        self._file = file

    def release(self) -> None:
        """Lets it go."""
        if self._file is not None:
            self._file.close()
            self._file = None
