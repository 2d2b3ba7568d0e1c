"""An owner's list of bookings: a CSV file, as a spreadsheet or another program writes it."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from bot.business.booking_cells import writes_day_first
from bot.business.booking_lines import read_line, shown
from bot.business.dates import joined
from bot.business.profile import Profile
from bot.errors import BotError
from storage.bookings import NewBooking

_COLUMNS = {
    "date": "date event_date day party_date booking_date",
    "time": "time event_time start_time start starts",
    "name": "name customer customer_name client client_name full_name first_name last_name",
    "phone": "phone phone_number telephone tel mobile cell contact_number",
    "email": "email e_mail email_address",
    "guests": "guests guest_count number_of_guests no_of_guests of_guests total_guests people "
    "party_size headcount pax",
    "adults": "adults adult number_of_adults",
    "children": "children child kids number_of_children",
    "place": "place location address street city venue where event_address",
    "status": "status booking_status",
    "total": "total total_price price amount total_amount",
    "deposit": "deposit deposit_amount deposit_paid",
    "external id": "external_id id booking_id booking_number reference ref order_number",
    "dietary": "dietary dietary_needs allergies diet",
    "notes": "notes note comments comment message remarks",
}
_COLUMN_OF = {
    word.replace("_", ""): column for column, words in _COLUMNS.items() for word in words.split()
}
_IN_PARTS = {"name": " ", "place": ", "}
_NEEDED = ("date", "name", "phone", "place")


class BookingFileError(BotError):
    """The file cannot be read as a list of bookings; the text says what to mend."""


class Line(Struct, frozen=True):
    """One line of the list. number: of its first line in the file. booking: None where there
    are faults, each a thing to mend."""

    number: int
    booking: NewBooking | None
    faults: tuple[str, ...] = ()


class BookingFile(Struct, frozen=True):
    """A list that was read. unread: the columns that mean nothing here."""

    lines: tuple[Line, ...]
    unread: tuple[str, ...]


class _Row(Struct, frozen=True):
    number: int
    cells: Sequence[str]
    fault: str = ""


def read_booking_file(path: Path, profile: Profile) -> BookingFile:
    """Reads a list of bookings. Raises BookingFileError where it is none at all."""
    rows = [row for row in _rows(_text(path)) if row.fault or any(row.cells)]
    if not rows or rows[0].fault:
        raise BookingFileError(f"{path} has no header line: begin it with the columns' names")
    columns = [_COLUMN_OF.get(re.sub(r"[^a-z]", "", name.lower())) for name in rows[0].cells]
    _check_columns(path, columns)
    filled = [(row, _by_column(row, columns)) for row in rows[1:]]
    day_first = writes_day_first(cells.get("date", "") for _, cells in filled)
    lines = (_line(row, cells, len(columns), profile, day_first) for row, cells in filled)
    named = zip(rows[0].cells, columns, strict=True)
    unread = tuple(shown(name) for name, known in named if name and not known)
    return BookingFile(tuple(lines), unread)


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig").replace("\0", "")
    except OSError as error:
        raise BookingFileError(f"{path} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise BookingFileError(
            f'{path} is not UTF-8: save it again as "CSV UTF-8 (Comma delimited)"'
        ) from error


def _rows(text: str) -> Iterator[_Row]:
    """The rows and their numbers; a broken one has a fault, and reading goes on behind it."""
    file = io.StringIO(text, newline="")
    head = file.readline()
    # Excel reads the delimiter from such a first line, and some programs write one.
    told = re.fullmatch(r'"?sep=(.)"?', head.strip(), re.IGNORECASE)
    delimiter, before = (told[1], 1) if told else (max(",;\t", key=head.count), 0)
    if not told:
        file.seek(0)
    reader, number = csv.reader(file, delimiter=delimiter, strict=True), before + 1
    while True:
        try:
            yield _Row(number, [cell.strip() for cell in next(reader)])
        except StopIteration:
            return
        except csv.Error:
            yield _Row(number, (), _unclosed(number, before + reader.line_num))
        number = before + reader.line_num + 1


def _unclosed(first: int, last: int) -> str:
    runs = f", so that it runs to line {last}" if last > first else ""
    return f"has a quote without its partner{runs}: close it, or double it within a cell"


def _check_columns(path: Path, columns: Sequence[str | None]) -> None:
    for column in filter(None, columns):
        if columns.count(column) > 1 and column not in _IN_PARTS:
            raise BookingFileError(f"{path} has two columns for the {column}: leave one of them")
    missing = [name for name in _NEEDED if name not in columns]
    if not {"guests", "adults"} & set(columns):
        missing.append("guests")
    if missing:
        names = joined([f'"{name}"' for name in missing], "and")
        raise BookingFileError(
            f"{path} has no column {names}: "
            "name the columns in the first line, such as "
            "date,time,name,phone,guests,place,status,total,deposit,external id,notes"
        )


def _by_column(row: _Row, columns: Sequence[str | None]) -> dict[str, str]:
    found: dict[str, str] = {}
    for column, cell in zip(columns, row.cells, strict=False):
        if column and cell:
            parts = filter(None, (found.get(column), cell))
            found[column] = _IN_PARTS.get(column, " ").join(parts)
    return found


def _line(
    row: _Row, cells: Mapping[str, str], width: int, profile: Profile, day_first: bool
) -> Line:
    if row.fault:
        return Line(row.number, None, (row.fault,))
    if any(row.cells[width:]):
        mending = f"has {len(row.cells)} cells for {width} columns: put text with commas in quotes"
        return Line(row.number, None, (mending,))
    read = read_line(cells, profile, day_first=day_first)
    if isinstance(read, NewBooking):
        return Line(row.number, read)
    return Line(row.number, None, read)
