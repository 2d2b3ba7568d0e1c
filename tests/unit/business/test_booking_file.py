"""An owner's list of bookings, as spreadsheets and people write it."""

from datetime import date, time
from pathlib import Path

import pytest

from bot.business.booking_file import BookingFile, BookingFileError, read_booking_file
from bot.business.profile import Profile
from storage.bookings import NewBooking

HEAD = "date,time,name,phone,guests,place,status,total,deposit,external id,notes"
ANN = "2027-06-12,18:00,Ann,(213) 555-0142,30,Pasadena,confirmed,1150.00,575,A-1,by the pool"


class Reader:
    def __init__(self, folder: Path, profile: Profile) -> None:
        self._file, self._profile = folder / "bookings.csv", profile

    def file(self, content: str | bytes) -> BookingFile:
        self._file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_booking_file(self._file, self._profile)

    def one(self, line: str, head: str = HEAD) -> NewBooking:
        (found,) = self.file(f"{head}\n{line}\n").lines
        assert found.booking is not None, found.faults
        return found.booking

    def faults(self, line: str, head: str = HEAD) -> tuple[str, ...]:
        (found,) = self.file(f"{head}\n{line}\n").lines
        assert found.booking is None
        return found.faults

    def cell(self, column: str, text: str) -> NewBooking:
        """Ann's line with another cell."""
        return self.one(self._with(column, text))

    def cell_faults(self, column: str, text: str) -> tuple[str, ...]:
        return self.faults(self._with(column, text))

    def _with(self, column: str, text: str) -> str:
        quoted = '"' + text.replace('"', '""') + '"'
        pairs = zip(HEAD.split(","), ANN.split(","), strict=True)
        return ",".join(quoted if name == column else cell for name, cell in pairs)


@pytest.fixture
def reader(tmp_path: Path, profile: Profile) -> Reader:
    return Reader(tmp_path, profile)


def test_a_line_is_a_booking(reader: Reader) -> None:
    assert reader.one(ANN) == NewBooking(
        external_id="A-1",
        status="confirmed",
        name="Ann",
        phone="+12135550142",
        event_date=date(2027, 6, 12),
        event_time=time(18),
        guest_count=30,
        place="Pasadena",
        zone="America/Los_Angeles",
        message="by the pool",
        total_cents=115_000,
        deposit_cents=57_500,
    )


def test_the_example_is_read_without_a_fault(profile: Profile) -> None:
    example = Path(__file__).parents[3] / "deploy" / "bookings-example.csv"
    found = read_booking_file(example, profile)
    assert [line.faults for line in found.lines] == [()] * 3
    assert found.unread == ()


def test_columns_come_in_any_order_case_and_wording(reader: Reader) -> None:
    head = "PHONE NUMBER,Location,# of Guests,Event Date,First Name,Last name,chef, Notes "
    line = "213-555-0142,Irvine,12,6/13/2027,Ann,Lee,Kenji,"
    booking = reader.one(line, head)
    assert (booking.name, booking.place, booking.guest_count) == ("Ann Lee", "Irvine", 12)
    assert reader.file(f"{head}\n{line}\n").unread == ("chef",)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_every_spreadsheets_csv_is_read(
    reader: Reader, delimiter: str, mark: str, ending: str
) -> None:
    lines = [line.replace(",", delimiter) for line in (HEAD, ANN)]
    (line,) = reader.file(mark + ending.join(lines) + ending).lines
    assert line.booking is not None
    assert (line.number, line.booking.phone) == (2, "+12135550142")


def test_excels_first_line_names_the_delimiter(reader: Reader) -> None:
    (line,) = reader.file(f"sep=|\n{HEAD}\n{ANN}\n".replace(",", "|")).lines
    assert (line.number, line.faults) == (3, ())


def test_lines_keep_their_numbers(reader: Reader) -> None:
    broken = ANN.replace("30", "many")
    note = ANN.replace("by the pool", '"by\nthe\npool"')
    found = reader.file(f"{HEAD}\n\n{note}\n,,,,,,,,,,\n{broken}\n")
    assert [(line.number, bool(line.faults)) for line in found.lines] == [(3, False), (7, True)]


def test_all_faults_of_a_line_are_told(reader: Reader) -> None:
    faults = reader.faults("soon,6,,555-0100,0,,maybe,lots,,,")
    named = [fault.split()[0] for fault in faults]
    assert named == ["date", "time", "name", "phone", "place", "guests", "total", "status"]


def test_a_quote_left_open_is_told_with_the_lines_it_took(reader: Reader) -> None:
    first, second = reader.file(f'{HEAD}\n{ANN}\n2027-06-12,,"Ann\n{ANN}\n{ANN}\n').lines
    assert first.booking is not None
    assert (second.number, second.booking) == (3, None)
    assert "runs to line 5" in second.faults[0]


def test_text_with_a_comma_needs_quotes(reader: Reader) -> None:
    (fault,) = reader.faults(ANN.replace("Pasadena", "Oak Street, Pasadena"))
    assert fault.startswith("has 12 cells for 11 columns")


def test_where_the_day_stands_first_an_open_date_is_refused(reader: Reader) -> None:
    days = ("13/6/2027", "3/4/2027", "5/5/2027", "2027-04-03")
    lines = [ANN.replace("2027-06-12", day) for day in days]
    found = reader.file("\n".join([HEAD, *lines])).lines
    read = [line.booking and line.booking.event_date for line in found]
    assert read == [date(2027, 6, 13), None, date(2027, 5, 5), date(2027, 4, 3)]
    assert "its day or its month first" in found[1].faults[0]
    assert reader.cell("date", "3/4/2027").event_date == date(2027, 3, 4)


def test_a_deposit_above_the_total_is_refused(reader: Reader) -> None:
    assert reader.cell_faults("deposit", "1150.01") == (
        "deposit is more than total: mend one of them",
    )


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ("30,,", (None, None, 30)),
        (",24,6", (24, 6, 30)),
        (",24,", (24, 0, 24)),
        ("30,24,6", (24, 6, 30)),
        ("30,24,", (24, 6, 30)),
        ("30,,6", (24, 6, 30)),
        ("30,20,6", None),
        ("30,31,", None),
        (",,6", None),
        ("0,,", None),
        ("1000000,,", None),
    ],
)
def test_adults_and_children_make_guests(
    reader: Reader, cells: str, told: tuple[int | None, int | None, int] | None
) -> None:
    head, line = "date,name,phone,place,guests,adults,children", "2027-06-12,Ann,2135550142,LA"
    if told is None:
        assert any(fault.startswith("guests") for fault in reader.faults(f"{line},{cells}", head))
    else:
        booking = reader.one(f"{line},{cells}", head)
        assert (booking.adults, booking.children, booking.guest_count) == told


def test_without_an_id_a_booking_is_known_by_who_and_when(reader: Reader) -> None:
    def known_by(**cells: str) -> str:
        named = {"date": "2027-06-12", "time": "18:00", "name": "Ann", "phone": "2135550142"}
        named |= {"guests": "30", "place": "Pasadena", **cells}
        return reader.one(",".join(named.values()), ",".join(named)).external_id

    first = known_by()
    assert first == known_by(date="6/12/2027", time="6 pm", name="ANN ", phone="(213) 555-0142")
    assert first == known_by(guests="40", place="Irvine", notes="more")
    others = {known_by(date="2027-06-13"), known_by(time="17:00"), known_by(name="Ben")}
    assert len(others | {first, known_by(phone="2135550143")}) == 5


@pytest.mark.parametrize(
    ("content", "mending"),
    [
        (b"", "has no header line"),
        (b"\n\n", "has no header line"),
        ("date,näme\n".encode("latin-1"), "is not UTF-8"),
        ("\ufeffdate\n".encode("utf-16"), "is not UTF-8"),
        (b"date,time,name,phone\n", '"place" and "guests"'),
        (b"date,day,name,phone,guests,place\n", "two columns for the date"),
    ],
)
def test_what_is_no_list_is_refused_whole(reader: Reader, content: bytes, mending: str) -> None:
    with pytest.raises(BookingFileError, match=mending):
        reader.file(content)


def test_a_file_that_is_not_there(tmp_path: Path, profile: Profile) -> None:
    with pytest.raises(BookingFileError, match="cannot be read: No such file"):
        read_booking_file(tmp_path / "none.csv", profile)


def test_hostile_cells_stay_text(reader: Reader) -> None:
    booking = reader.cell("name", "Ann\0\x1b[2J\n=SUM(1)")
    assert booking.name == "Ann\x1b[2J =SUM(1)"
    (fault,) = reader.cell_faults("guests", "\x1b[2J" + "x" * 200)
    assert "\x1b" not in fault
    assert len(fault) < 150
