"""A timeline in a terminal: what an operator sees who was woken at night."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from bot.app.trace.entry import Entry, dollars, spent
from bot.business.profile import Profile
from storage.timeline import Journal

_GAP = timedelta(minutes=1)
_SHORT = 200  # characters of a text, where not all of it is asked for
_LOOKS = {
    "heard": ("●", "bold cyan"),
    "turn": ("┌", "dim"),
    "model": ("│", "magenta"),
    "tool": ("│", "blue"),
    "held back": ("│", "yellow"),
    "said": ("└", "bold green"),
    "silence": ("└", "dim"),
    "sent": ("→", "green"),
    "staff": ("◆", "bold yellow"),
    "notice": ("!", "yellow"),
    "inquiry": ("★", "bold magenta"),
    "note": ("·", "dim"),
    "timer": ("◷", "dim"),
    "ahead": ("◷", "dim cyan"),
}
_TOLD = ("author", "agent", "tool", "tools", "arguments", "result", "keyword")
_AHEAD = Rule("still to come", style="dim cyan")
_VOICES = {"agent:customer": "bot", "agent:engine": "engine"}


def show_story(
    out: Console, journal: Journal, entries: Sequence[Entry], profile: Profile, *, full: bool
) -> None:
    """The conversation's head, its timeline by the business's clock, and what it came to."""
    out.print(Group(*_head(journal, profile)))
    shown: datetime | None = None
    table, ahead = _table(), False
    for entry in entries:
        local = profile.local(entry.at)
        begins, ahead = entry.kind == "ahead" and not ahead, entry.kind == "ahead"
        if break_ := _AHEAD if begins else _break(shown, local, ahead=ahead):
            out.print(table)
            out.print(break_)
            table, shown = _table(), None
        table.add_row(*_cells(entry, local, shown, full=full))
        shown = local
    out.print(table)
    out.print(Padding(_sums(journal, entries), (1, 0, 0, 0)))


def _head(journal: Journal, profile: Profile) -> Iterator[RenderableType]:
    talk, customer = journal.conversation, journal.customer
    name = (customer or {}).get("name") or ""
    state = talk["status"] + (f", {talk['claimed_name']} has it" if talk["claimed_by"] else "")
    line = [talk["thread_id"], talk["channel"], f"{talk['agent_type']} agent", state]
    yield Text(" · ".join(line), style="bold")
    yield Text(" · ".join(part for part in (name, journal.address) if part))
    began = f"{profile.local(talk['created_at']):%A, %Y-%m-%d}"
    yield Text(f"{began}, times of {profile.business.timezone}", style="dim")


def _table() -> Table:
    table = Table.grid(padding=(0, 1))
    table.add_column(no_wrap=True, style="dim")
    table.add_column(no_wrap=True, justify="right", style="dim", min_width=7)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True, min_width=9)
    table.add_column(ratio=1, overflow="fold")
    table.add_column(no_wrap=True, justify="right", min_width=8)
    table.expand = True
    return table


def _break(before: datetime | None, now: datetime, *, ahead: bool) -> RenderableType | None:
    """What stands between two entries that lie apart."""
    if before is None or ahead:
        return None
    if now.date() != before.date():
        return Rule(f"{now:%A, %Y-%m-%d} ({span(now - before)} later)", style="dim")
    if now - before >= _GAP:
        return Rule(f"{span(now - before)} later", style="dim")
    return None


def _cells(
    entry: Entry, local: datetime, before: datetime | None, *, full: bool
) -> tuple[RenderableType, ...]:
    mark, style = _LOOKS[entry.kind]
    day = f"{local:%m-%d} " if entry.kind == "ahead" else ""
    since = "" if before is None or day else f"+{span(local - before)}"
    told = Text(_told(entry, full=full), style="red" if entry.wrong else "")
    took = "" if entry.took is None else span(timedelta(seconds=entry.took))
    slow = Text(f"{took} ⚠ slow", style="bold red") if entry.slow else Text(took, style="dim")
    time = f"{day}{local:%H:%M:%S}.{local.microsecond // 1000:03d}"
    return time, since, Text(mark, style=style), Text(_kind(entry), style=style), told, slow


def _kind(entry: Entry) -> str:
    author = str(entry.more.get("author", ""))
    if entry.kind == "said":
        return _VOICES.get(author) or author.partition(":")[2]
    return author[:20] if entry.kind == "heard" else entry.kind


def _told(entry: Entry, *, full: bool) -> str:
    whole = entry.text
    if full:
        rest = {name: value for name, value in entry.more.items() if name not in _TOLD}
        more = (f"{name}: {value}" for name, value in rest.items() if value not in (None, "", 0))
        return "\n".join([_harmless(whole), *(f"  {_harmless(line)}" for line in more)])
    line = " ".join(_harmless(whole).split())
    return line if len(line) <= _SHORT else f"{line[: _SHORT - 1]}…"


def _harmless(text: str) -> str:
    """A stranger's words, which must do nothing to a terminal."""
    return "".join(sign if sign.isprintable() or sign == "\n" else " " for sign in text)


def span(length: timedelta) -> str:
    """A length of time, as short as it can be said."""
    seconds = max(length.total_seconds(), 0.0)
    if seconds < 1:
        return f"{seconds * 1000:.0f} ms"
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, hours, days = seconds // 60, seconds // 3600, seconds // 86400
    if minutes < 60:
        return f"{minutes:.0f} min"
    return f"{hours:.0f} h {minutes % 60:.0f} min" if hours < 24 else f"{days:.0f} d"


def _sums(journal: Journal, entries: Sequence[Entry]) -> Text:
    models = sum(map(spent, journal.calls))
    texts = sum(row["cost"] or 0 for row in (*journal.sends, *journal.events))
    tokens = sum(call["tokens_in"] or 0 for call in journal.calls)
    cached = sum(call["tokens_cached"] or 0 for call in journal.calls)
    turns = len({entry.turn for entry in entries if entry.kind == "said"})
    parts = [
        f"{turns} turn{'' if turns == 1 else 's'}",
        f"{len(journal.calls)} model calls {dollars(models)}" if journal.calls else "",
        f"{100 * cached // tokens}% of {tokens:,} tokens cached" if tokens else "",
        f"texts {dollars(texts)}" if texts else "",
        f"{sum(entry.wrong for entry in entries)} went wrong",
        f"{sum(entry.slow for entry in entries)} slow",
    ]
    return Text(" · ".join(part for part in parts if part), style="bold")
