"""A file of lines that are only ever added, so that a process may die at any moment."""

from collections.abc import Iterator, Sequence
from pathlib import Path


class Journal:
    """Lines of JSON. file: where they are kept; None: nowhere."""

    def __init__(self, file: Path | None) -> None:
        self._file = file

    def lines(self) -> Iterator[bytes]:
        """What was added, oldest first. A crash may have cut the last one off."""
        if self._file is not None and self._file.exists():
            yield from self._file.read_bytes().splitlines()

    def add(self, line: bytes) -> None:
        """Adds a line; it outlives this process, though perhaps not the machine."""
        if self._file is None:
            return
        with self._file.open("ab") as file:
            file.write(line + b"\n")

    def rewrite(self, lines: Sequence[bytes]) -> None:
        """Puts these lines in place of all others, at once or not at all."""
        if self._file is None:
            return
        self._file.parent.mkdir(parents=True, exist_ok=True)
        new = self._file.with_name(f"{self._file.name}.new")
        new.write_bytes(b"".join(line + b"\n" for line in lines))
        new.replace(self._file)
