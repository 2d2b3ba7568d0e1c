"""The operator's terminal, as the commands that show much write to it."""

import sys
from typing import TextIO

from rich.console import Console

_WIDE = 150  # characters, where it is a file or a pipe that is written to


def console(to: TextIO | None = None) -> Console:
    """A console: coloured and as wide as the terminal where it is one."""
    file = to or sys.stdout
    width = None if file.isatty() else _WIDE
    return Console(file=file, width=width, highlight=False, emoji=False, markup=False)
