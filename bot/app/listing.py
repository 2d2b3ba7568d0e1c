"""Inquiries as a table for a terminal, or as CSV for a spreadsheet."""

import csv
from collections.abc import Iterator, Sequence
from typing import TextIO
from zoneinfo import ZoneInfo

from bot.business.money import dollars_text, format_cents
from storage.listings import ListedLead

_TITLES = ("MADE", "STATUS", "NAME", "PHONE", "DATE", "TIME", "GUESTS", "PLACE", "ESTIMATE", "LOOK")
_WIDEST = 24
# A spreadsheet runs a cell that begins so as a formula, and these words are a stranger's.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_table(leads: Sequence[ListedLead], zone: ZoneInfo, to: TextIO) -> None:
    """A line an inquiry, under a line of titles. zone: the business's."""
    rows = [_TITLES, *(_row(lead, zone) for lead in leads)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        to.write("  ".join(cells).rstrip() + "\n")


def _row(lead: ListedLead, zone: ZoneInfo) -> tuple[str, ...]:
    return (
        f"{lead.created_at.astimezone(zone):%Y-%m-%d %H:%M}",
        lead.status,
        _short(lead.name),
        lead.phone or "",
        f"{lead.event_date:%a %Y-%m-%d}" if lead.event_date else "",
        f"{lead.event_time:%H:%M}" if lead.event_time else "",
        "" if lead.guest_count is None else str(lead.guest_count),
        _short(lead.place),
        " to ".join(map(format_cents, _estimates(lead))),
        _look(lead),
    )


def _estimates(lead: ListedLead) -> list[int]:
    ends = (lead.estimate_low_cents, lead.estimate_high_cents)
    return sorted({cents for cents in ends if cents is not None})


def _look(lead: ListedLead) -> str:
    untouched = "untouched" if lead.touched_at is None and lead.status == "new" else ""
    person = (lead.reason or "needs a person") if lead.needs_person else ""
    return "; ".join(part for part in (untouched, _printable(person)) if part)


def _short(text: str | None) -> str:
    plain = _printable(text or "")
    return plain if len(plain) <= _WIDEST else f"{plain[: _WIDEST - 1]}…"


def _printable(text: str) -> str:
    """A customer's words in one line that can do nothing to a terminal."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def write_csv(leads: Sequence[ListedLead], zone: ZoneInfo, to: TextIO) -> None:
    """All there is to each inquiry, under a line of titles; amounts in dollars."""
    writer = csv.DictWriter(to, _CSV_TITLES, lineterminator="\n")
    writer.writeheader()
    writer.writerows(dict(_cells(lead, zone)) for lead in leads)


_CSV_TITLES = (
    *("inquiry", "made", "status", "source", "name", "phone", "email", "date", "time", "adults"),
    *("children", "guests", "place", "dietary", "message", "needs person", "reason"),
    *("estimate from", "estimate to", "touched"),
)


def _cells(lead: ListedLead, zone: ZoneInfo) -> Iterator[tuple[str, object]]:
    low, high, touched = lead.estimate_low_cents, lead.estimate_high_cents, lead.touched_at
    yield "inquiry", lead.public_id
    yield "made", lead.created_at.astimezone(zone).isoformat(timespec="seconds")
    yield "status", lead.status
    yield "source", lead.source
    for title in ("name", "phone", "email", "place", "dietary", "message", "reason"):
        yield title, _harmless(getattr(lead, title) or "")
    yield "date", lead.event_date
    yield "time", f"{lead.event_time:%H:%M}" if lead.event_time else ""
    yield "adults", lead.adults
    yield "children", lead.children
    yield "guests", lead.guest_count
    yield "needs person", "yes" if lead.needs_person else "no"
    yield "estimate from", "" if low is None else dollars_text(low)
    yield "estimate to", "" if high is None else dollars_text(high)
    yield "touched", touched.astimezone(zone).isoformat(timespec="seconds") if touched else ""


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
