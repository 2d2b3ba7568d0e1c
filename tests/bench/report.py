"""The figures as a table for people, and as a file for whatever compares runs."""

import os
import platform
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from tests.bench.figures import Line, Row


def table(row: Row) -> str:
    """A row as text."""
    figures = row.figures()
    limit = row.lines[0]
    heads = ["", *figures, f"{row.compared} : limit", "wanted"]
    measured = [line for line in row.lines if line.rounds]
    body = [_cells(line, figures, limit, row.compared) for line in measured]
    return "\n".join([f"{row.name}: {row.title}", *_aligned([heads, *body]), *_noted(row.notes)])


def _cells(line: Line, figures: Sequence[str], limit: Line, compared: str) -> list[str]:
    values = [_told(line.median(figure)) for figure in figures]
    return [line.name, *values, _told(line.ratio(compared, limit)), line.wanted]


def _told(value: float | None) -> str:
    """Three digits that mean something."""
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  "
        + "  ".join(
            _cell(at, *cell) for at, cell in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]


def _cell(at: int, text: str, width: int) -> str:
    return text.ljust(width) if at == 0 else text.rjust(width)


def _noted(notes: Iterable[str]) -> list[str]:
    return [f"  * {note}" for note in notes]


def save(rows: Sequence[Row], file: Path) -> None:
    """Writes every round of every line, with what it ran on."""
    file.parent.mkdir(parents=True, exist_ok=True)
    told: dict[str, Any] = {
        "at": datetime.now(UTC),
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "rows": {row.name: _plain(row) for row in rows},
    }
    file.write_bytes(msgspec.json.format(msgspec.json.encode(told)))


def _plain(row: Row) -> dict[str, Any]:
    limit = row.lines[0]
    return {
        "title": row.title,
        "limit": limit.name,
        "compared": row.compared,
        "notes": row.notes,
        "lines": {
            line.name: {
                "medians": {figure: line.median(figure) for figure in line.rounds},
                "ratio": line.ratio(row.compared, limit),
                "wanted": line.wanted,
                "rounds": line.rounds,
            }
            for line in row.lines
        },
    }
