"""The one clock. Business times come from here and travel as parameters of the SQL."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.errors import ConfigurationError


class SystemClock:
    """The machine's time."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class OffsetClock:
    """The machine's time, moved by the number of seconds that a file holds, read at each look:
    several processes rehearse tomorrow together (CLOCK_OFFSET_FILE)."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def now(self) -> datetime:
        try:
            seconds = float(self._file.read_text() or 0)
        except FileNotFoundError:
            seconds = 0.0
        except ValueError as error:
            raise ConfigurationError(
                f"CLOCK_OFFSET_FILE {self._file} must hold a number of seconds"
            ) from error
        return datetime.now(UTC) + timedelta(seconds=seconds)


class ManualClock:
    """A time that moves only when told to."""

    def __init__(self, start: datetime) -> None:
        self._now = start.astimezone(UTC)

    def now(self) -> datetime:
        return self._now

    def move(self, **delta: float) -> None:
        self._now += timedelta(**delta)
