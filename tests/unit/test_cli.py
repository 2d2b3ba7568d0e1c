"""The command line, and the owner's commands through it."""

import asyncio
import csv
import io
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, insert

from bot import cli
from bot.app.command_list import COMMANDS
from bot.settings import Settings
from storage import days
from storage.connect import open_database
from storage.database import Database, Work
from storage.tables import leads

ROOT = Path(__file__).parents[2]
HEAD = "date,name,phone,guests,place,external id"
LINES = ("2099-06-12,Ann,2135550142,30,Pasadena,A-1", "2020-06-12,Ben,2135550143,20,Irvine,A-2")
LEAD = {
    "public_id": "lead-1",
    "status": "new",
    "source": "sms",
    "needs_person": True,
    "reason": "too many",
    "name": "Ann\x1b[2J Lee",
    "phone": "+12135550142",
    "event_date": date(2027, 6, 12),
    "event_time": time(18),
    "guest_count": 600,
    "place": '=HYPERLINK("http://evil.example.com")',
    "estimate_low_cents": 123_450,
    "estimate_high_cents": 200_000,
    "created_at": datetime(2027, 6, 2, 5, 30, tzinfo=UTC),  # the evening before in Los Angeles
    "updated_at": datetime(2027, 6, 2, 5, 30, tzinfo=UTC),
}

Bot = Callable[..., tuple[int, str, str]]


@pytest.fixture
def dialect() -> str:
    return "sqlite"


@pytest.fixture
def bot(
    database_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Bot:
    """Runs a command of the CLI on a new database and the shipped files: (exit code, out, err)."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    # The CLI puts its options into the environment; monkeypatch takes them out again.
    for name, value in {
        "DATABASE_URL": database_url,
        "BUSINESS_DIR": str(ROOT / "business"),
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("bot.log.set_up_logging", lambda *_: None)
    monkeypatch.chdir(tmp_path)

    def run(*words: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["bot", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        out, err = capsys.readouterr()
        return int(ended.value.code or 0), out, err

    return run


def written(folder: Path, *lines: str) -> Path:
    file = folder / "bookings.csv"
    file.write_text("\n".join((HEAD, *lines)))
    return file


def on_database(url: str, work: Work[..., Any], *args: Any) -> Any:
    async def run() -> Any:
        database: Database = await open_database(url)
        try:
            return await database.write(work, *args)
        finally:
            await database.close()

    return asyncio.run(run())


def test_help_names_every_command(bot: Bot) -> None:
    code, out, _ = bot("--help")
    assert code == 0
    for words in COMMANDS:
        assert words.split()[-1] in out
    _, out, _ = bot("leads", "list", "--help")
    assert "--since WHEN" in out
    assert "[DATABASE_URL, default sqlite:///var/bot.db]" in out


@pytest.mark.parametrize("words", [(), ("bookings",), ("bookings", "import"), ("sing",)])
def test_what_is_no_command_is_told_how_to_be_one(bot: Bot, words: tuple[str, ...]) -> None:
    code, _, err = bot(*words)
    assert code == 2
    assert "usage: bot" in err


def test_every_command_is_there() -> None:
    for command in COMMANDS.values():
        module, _, name = command.run.partition(":")
        found = getattr(__import__(f"bot.app.{module}", fromlist=[name]), name)
        assert asyncio.iscoroutinefunction(found)


def test_bookings_are_imported_once(bot: Bot, database_url: str, tmp_path: Path) -> None:
    file = written(tmp_path, *LINES)
    code, out, _ = bot("bookings", "import", file)
    assert code == 0
    assert "imported 2 (1 of days that are over, kept as history)" in out
    assert "there already 0, refused 0" in out
    code, out, _ = bot("bookings", "import", file)
    assert code == 0
    assert "imported 0, there already 2, refused 0" in out
    assert on_database(database_url, days.on, date(2099, 6, 12)).booked == 30


def test_a_refused_line_is_told_and_the_others_are_imported(bot: Bot, tmp_path: Path) -> None:
    bad = "someday,Cleo,2135550144,12,LA,A-3"
    large = "2099-06-12,Dan,2135550145,471,LA,A-4"
    code, out, _ = bot("bookings", "import", written(tmp_path, LINES[0], bad, large, LINES[1]))
    assert code == 1
    assert "imported 2 " in out
    assert "refused 2" in out
    assert '✗ line 3: date "someday" is no date: write it as 2027-06-13' in out
    assert "✗ line 4: Friday, June 12, 2099 has 470 of 500 places left for 471 guests" in out


def test_columns_that_were_not_read_are_named(bot: Bot, tmp_path: Path) -> None:
    file = tmp_path / "bookings.csv"
    file.write_text(f"{HEAD},chef\n{LINES[0]},Kenji")
    assert "– not read: the columns chef" in bot("bookings", "import", file)[1]


@pytest.mark.parametrize(
    ("words", "mending"),
    [
        (("bookings", "import", "none.csv"), "none.csv cannot be read: No such file or directory"),
        (("leads", "list", "--status", "hot"), "write new, incomplete, contacted"),
        (("leads", "list", "--since", "soon"), "write a date such as 2027-06-01, or 7d"),
        (("leads", "list", "--database-url", "mysql://x/y"), "DATABASE_URL: "),
        (("leads", "list", "--database-url", "x"), "DATABASE_URL: "),
        (
            ("leads", "list", "--database-url", "postgresql://u:hush@127.0.0.1:1/x"),
            "DATABASE_URL: the database cannot be opened",
        ),
        (("leads", "list", "--business-dir", "none"), "profile.toml: cannot be read"),
        (("leads", "list", "--port", "high"), "PORT: Input should be a valid integer"),
    ],
)
def test_what_cannot_be_is_one_line_and_no_traceback(
    bot: Bot, words: tuple[str, ...], mending: str
) -> None:
    code, out, err = bot(*words)
    assert (code, out) == (2, "")
    assert mending in err
    assert "Traceback" not in err
    assert "hush" not in err
    assert all(line.startswith("bot: ") for line in err.splitlines())


def test_inquiries_are_a_table_in_the_business_time(bot: Bot, database_url: str) -> None:
    on_database(database_url, _add, LEAD)
    code, out, _ = bot("leads", "list")
    titles, row = out.splitlines()
    assert code == 0
    assert titles.split()[:4] == ["MADE", "STATUS", "NAME", "PHONE"]
    assert row.startswith("2027-06-01 22:30  new     Ann [2J Lee  +12135550142  Sat 2027-06-12")
    assert "18:00  600" in row
    assert "$1,234.50 to $2,000.00" in row
    assert row.endswith("untouched; too many")


def test_inquiries_as_csv_run_nothing_in_a_spreadsheet(bot: Bot, database_url: str) -> None:
    on_database(database_url, _add, LEAD)
    _, out, _ = bot("leads", "list", "--csv")
    (row,) = csv.DictReader(io.StringIO(out))
    assert row["place"] == "'" + LEAD["place"]  # type: ignore[operator]
    assert (row["date"], row["time"], row["guests"]) == ("2027-06-12", "18:00", "600")
    assert (row["estimate from"], row["needs person"]) == ("1234.50", "yes")
    assert row["made"] == "2027-06-01T22:30:00-07:00"


def test_inquiries_are_filtered(bot: Bot, database_url: str) -> None:
    on_database(database_url, _add, LEAD)
    on_database(database_url, _add, LEAD | {"public_id": "lead-2", "status": "won"})

    def found(*filters: str) -> int:
        return len(bot("leads", "list", "--csv", *filters)[1].splitlines()) - 1

    assert found() == 2
    assert (found("--status", "open"), found("--status", "won,lost")) == (1, 1)
    assert (found("--since", "2027-06-01"), found("--since", "2027-06-02")) == (2, 0)
    assert bot("leads", "list", "--status", "lost")[1] == "no inquiries\n"


def test_since_counts_days_back(bot: Bot, database_url: str, tmp_path: Path) -> None:
    on_database(database_url, _add, LEAD)
    ahead = datetime(2027, 6, 5, tzinfo=UTC) - datetime.now(UTC)
    (tmp_path / "offset").write_text(str(ahead.total_seconds()))
    clock = ("--clock-offset-file", str(tmp_path / "offset"))
    assert "Ann" in bot("leads", "list", "--since", "3d", *clock)[1]
    assert bot("leads", "list", "--since", "2d", *clock)[1] == "no inquiries\n"


def _add(tx: Connection, row: dict[str, object]) -> None:
    tx.execute(insert(leads), row)


def test_the_shipped_files_are_well_and_samples(bot: Bot) -> None:
    code, out, _ = bot("profile", "check")
    first, *rest = out.splitlines()
    assert code == 0
    assert first.startswith("✓ ")
    assert rest == [
        f"– business.{name} is still the sample's; write your own"
        for name in ("phone", "email", "website")
    ]


def test_every_fault_of_the_owners_files_is_told(bot: Bot, tmp_path: Path) -> None:
    folder = tmp_path / "business"
    shutil.copytree(ROOT / "business", folder)
    _change(folder / "profile.toml", "minimum = 10 ", "minimum = 0 ")
    _change(folder / "menu.toml", "price = ", "prise = ")
    _change(folder / "wording.toml", "greeting = ", "greting = ")
    (folder / "knowledge" / "tipping.md").write_text("No title {nothing}")
    (folder / "prompts" / "customer.md").write_text("You are {nobody}.")
    (folder / "prompts" / "without_tools.md").write_text("")
    code, out, _ = bot("profile", "check", "--business-dir", folder)
    assert code == 1
    assert all(line.startswith("✗ ") for line in out.splitlines())
    for fault in (
        "profile.toml: guests.minimum: must be 1 or more",
        'menu.toml: children.prise: is no known setting (did you mean "price"?)',
        "wording.toml: greeting: is missing: add it",
        "knowledge/tipping.md: must begin with a title",
        "customer.md: {nobody} is not filled in",
        "without_tools.md is empty",
    ):
        assert fault in out


def test_a_page_that_is_not_utf8_is_named(bot: Bot, tmp_path: Path) -> None:
    folder = tmp_path / "business"
    shutil.copytree(ROOT / "business", folder)
    (folder / "knowledge" / "kids.md").write_bytes("# Kids\nñ".encode("latin-1"))
    code, out, _ = bot("profile", "check", "--business-dir", folder)
    assert code == 1
    assert "kids.md is not UTF-8: save it again as UTF-8" in out


def _change(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


def test_a_reader_that_leaves_early_breaks_nothing(database_url: str) -> None:
    """As with `bot leads list | head`: the pipe is closed before anything is written to it."""
    reading, writing = os.pipe()
    os.close(reading)
    environment = {"PATH": os.defpath, "DATABASE_URL": database_url}
    with os.fdopen(writing) as pipe:
        ended = subprocess.run(
            [sys.executable, "-m", "bot", "leads", "list", "--csv"],
            cwd=ROOT,
            env=environment,
            stdout=pipe,
            stderr=subprocess.PIPE,
            text=True,
        )
    assert (ended.returncode, ended.stderr) == (1, "")
