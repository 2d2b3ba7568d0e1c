"""Tables as files: CSV that spreadsheets open rightly and safely, and XLSX."""

import csv
from collections.abc import Mapping, Sequence
from io import BytesIO, StringIO
from typing import Any, ClassVar, Protocol

MOST_BYTES = 10_000_000
_BOM = "\ufeff"  # without it Excel takes UTF-8 for something else
_RUNS = ("=", "+", "-", "@", "\t", "\r")  # what begins with one of these is a formula to some
_WIDEST = 48  # characters of a column

Row = Sequence[Any]


class Sheet(Protocol):
    """A file that is written row by row. size: its bytes so far, about."""

    content_type: ClassVar[str]
    size: int

    def __init__(self, columns: Sequence[str]) -> None: ...

    def write(self, rows: Sequence[Row]) -> int:
        """Adds rows; how many."""

    def finish(self) -> bytes:
        """The file."""


class CsvSheet:
    """Implements Sheet."""

    content_type: ClassVar[str] = "text/csv"

    def __init__(self, columns: Sequence[str]) -> None:
        self._text = StringIO(newline="")
        self._text.write(_BOM)
        self._writer = csv.writer(self._text)
        self._writer.writerow([_harmless(column) for column in columns])
        self.size = 0

    def write(self, rows: Sequence[Row]) -> int:
        self._writer.writerows([_harmless(value) for value in row] for row in rows)
        self.size = self._text.tell()
        return len(rows)

    def finish(self) -> bytes:
        return self._text.getvalue().encode()


def _harmless(value: Any) -> Any:
    if isinstance(value, str) and value.startswith(_RUNS):
        return f"'{value}"
    return value


class XlsxSheet:
    """Implements Sheet. Texts stay texts: no formula, no link."""

    content_type: ClassVar[str] = (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    )

    def __init__(self, columns: Sequence[str]) -> None:
        import xlsxwriter  # type: ignore[import-untyped]

        self._file = BytesIO()
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self._book = xlsxwriter.Workbook(self._file, options)
        self._sheet = self._book.add_worksheet()
        bold = self._book.add_format({"bold": True, "bottom": 1})
        self._sheet.freeze_panes(1, 0)
        for place, column in enumerate(columns):
            self._sheet.set_column(place, place, min(max(len(column) + 3, 12), _WIDEST))
            self._sheet.write_string(0, place, column, bold)
        self._row = 0
        self.size = 0

    def write(self, rows: Sequence[Row]) -> int:
        for row in rows:
            self._row += 1
            for place, value in enumerate(row):
                if isinstance(value, str):
                    self._sheet.write_string(self._row, place, value)
                elif value is not None:
                    self._sheet.write_number(self._row, place, value)
                self.size += len(str(value)) + 1
        return len(rows)

    def finish(self) -> bytes:
        self._book.close()
        return self._file.getvalue()


SHEETS: Mapping[str, type[Sheet]] = {"csv": CsvSheet, "xlsx": XlsxSheet}
