"""What models write, as Slack shows it: Markdown without links or mentions in disguise, and tables
as tables. Nobody's words become more than words, a customer's that an agent quotes least of all."""

import re
from collections.abc import Iterator
from typing import Any

_CALLS = re.compile(r"<(?=[!@#/a-zA-Z])")
_GOES_ON_A_LINK = ("(", "[", ":")
_OPENS_A_LINK = re.compile(r"\](?=[(\[:])")
_ROW = re.compile(r"\s*\|(.+)\|\s*")
_RULE = re.compile(r"\s*\|(?:\s*:?-+:?\s*\|)+\s*")
_BOLD = re.compile(r"\*\*(.+?)\*\*|`([^`]*)`")
_MOST_ROWS, _MOST_CELLS = 100, 20
_MOST_MARKDOWN = 12_000


def harmless(text: str) -> str:
    """Markdown that links to nothing and calls nobody: a link's label and its address stand beside
    each other."""
    return _OPENS_A_LINK.sub("] ", _CALLS.sub("&lt;", text))


def piece(text: str) -> str:
    """A piece of a text, that is harmless whatever stands before it and comes after it."""
    shown = _OPENS_A_LINK.sub("] ", text.replace("<", "&lt;"))
    return f" {shown}" if text.startswith(_GOES_ON_A_LINK) else shown


def blocks_of_markdown(text: str) -> list[dict[str, Any]]:
    """A text as blocks. Slack takes one table a message; any more are shown in columns."""
    blocks: list[dict[str, Any]] = []
    for part in _parts(text):
        if isinstance(part, str):
            blocks.append(_prose(part))
        elif _fits(part) and not any(block["type"] == "table" for block in blocks):
            blocks.append(table(part))
        else:
            blocks.append({"type": "markdown", "text": columns(part)[:_MOST_MARKDOWN]})
    return blocks


def table(rows: list[list[str]]) -> dict[str, Any]:
    """A table block; the first row is its head."""
    width = max(len(row) for row in rows)
    cells = [[_cell(text) for text in [*row, *[""] * (width - len(row))]] for row in rows]
    return {"type": "table", "rows": cells}


def columns(rows: list[list[str]]) -> str:
    """A table in letters of one width."""
    width = max(len(row) for row in rows)
    full = [[*map(_bare, row), *[""] * (width - len(row))] for row in rows]
    widths = [max(len(row[place]) for row in full) for place in range(width)]
    lines = ["  ".join(map(str.ljust, row, widths)).rstrip() for row in full]
    return "```\n" + "\n".join(lines).replace("```", "'''") + "\n```"


def _prose(text: str) -> dict[str, Any]:
    return {"type": "markdown", "text": harmless(text)[:_MOST_MARKDOWN]}


def _cell(text: str) -> dict[str, str]:
    return {"type": "raw_text", "text": _bare(text) or " "}


def _bare(text: str) -> str:
    """Without its marks: a cell is plain."""
    return _BOLD.sub(lambda found: found[1] or found[2] or "", text).strip()


def _fits(rows: list[list[str]]) -> bool:
    return len(rows) <= _MOST_ROWS and max(len(row) for row in rows) <= _MOST_CELLS


def _parts(text: str) -> Iterator[str | list[list[str]]]:
    """Prose and tables in their order."""
    lines, place, fenced = text.split("\n"), 0, False
    prose: list[str] = []
    while place < len(lines):
        fenced ^= lines[place].lstrip().startswith("```")
        end = place if fenced else _end_of_table(lines, place)
        if end > place:
            if "".join(prose).strip():
                yield "\n".join(prose)
            rows = [line for number, line in enumerate(lines[place:end]) if number != 1]
            yield [_cells(row) for row in rows]
            prose, place = [], end
        else:
            prose.append(lines[place])
            place += 1
    if "".join(prose).strip():
        yield "\n".join(prose)


def _end_of_table(lines: list[str], start: int) -> int:
    """Where the table ends that begins here; here: none does."""
    head = start + 1 < len(lines) and _ROW.fullmatch(lines[start]) and _RULE.fullmatch
    if not head or not head(lines[start + 1]):
        return start
    end = start + 2
    while end < len(lines) and _ROW.fullmatch(lines[end]):
        end += 1
    return end


def _cells(line: str) -> list[str]:
    found = _ROW.fullmatch(line)
    return [] if found is None else [cell.strip() for cell in found[1].split("|")]
