"""An evaluation in the terminal: how far it is, a table, what failed, and a line in the end."""

from types import TracebackType
from typing import Self

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from bot.app.evaluation.results import Result, Run, Spent, share
from bot.app.evaluation.store import Difference

_MOST_CHANGED = 10
_WIDEST = 160
_WIDE = 130


class Watched:
    """Shows how far a run is: a bar, or, where there is no terminal, a line a scenario."""

    def __init__(self, console: Console, pieces: int) -> None:
        self._console, self._pieces = console, pieces
        self._done = self._failed = 0
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._task = self._bar.add_task("getting ready", total=pieces)

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bar.stop()

    def ended(self, result: Result) -> None:
        """One more is done."""
        self._done += 1
        self._failed += not result.passed
        failed = f", [red]{self._failed} failed[/red]" if self._failed else ""
        self._bar.update(self._task, advance=1, description=f"evaluating{failed}")
        if not self._console.is_terminal:
            word = "ok  " if result.passed else "FAIL"
            print(
                f"{word} {self._done}/{self._pieces} {_name(result)} ({result.model})", flush=True
            )


def show(console: Console, run: Run, difference: Difference | None) -> None:
    """The table, the faults and the summary."""
    console.print(_table(run, wide=console.width >= _WIDE))
    _show_faults(console, run)
    if difference is not None:
        _show_difference(console, difference)
    for note in run.notes:
        console.print(f"note: {note}", style="yellow", markup=False)
    console.print(summary(run), style="bold", markup=False, highlight=False)


def _table(run: Run, *, wide: bool) -> Table:
    """wide: with each count of tokens."""
    several = len({each.model for each in run.results}) > 1
    tokens = ("in", "cached", "out") if wide else ()
    money = (*tokens, "cost") if run.spent.calls else ()
    table = Table(box=None, pad_edge=False, header_style="dim", expand=True)
    for name in ("scenario", *(["model"] if several else []), "passed"):
        table.add_column(name, no_wrap=True)
    table.add_column("what failed", ratio=1, overflow="ellipsis", no_wrap=True)
    for name in ("turns", "calls", *money, "p50", "p95"):
        table.add_column(name, justify="right", no_wrap=True)
    for result in run.results:
        table.add_row(*_row(result, several=several, money=len(money)))
    return table


def _row(result: Result, *, several: bool, money: int) -> list[str]:
    """money: how many of its last figures are shown."""
    faults = result.all_faults
    more = f"({len(faults)}) " if len(faults) > 1 else ""
    return [
        escape(_name(result)),
        *([escape(result.model)] if several else []),
        "[green]yes[/green]" if result.passed else "[red bold]no[/red bold]",
        escape(f"{more}{faults[0]}") if faults else "",
        str(len(result.exchanges)),
        str(result.calls),
        *(_money(result.spent)[-money:] if money else []),
        seconds_text(share(result.seconds, 0.5)),
        seconds_text(share(result.seconds, 0.95)),
    ]


def _name(result: Result) -> str:
    return result.name if result.attempt == 1 else f"{result.name} #{result.attempt}"


def _money(spent: Spent) -> list[str]:
    if not spent.calls:
        return ["", "", "", ""]
    counts = (spent.tokens_in, spent.tokens_cached, spent.tokens_out)
    return [*(f"{count:,}" for count in counts), dollars(spent.micros)]


def dollars(micros: int) -> str:
    """Micro-dollars as people read them."""
    if not micros:
        return "$0"
    return f"${micros / 1_000_000:.4f}" if micros < 1_000_000 else f"${micros / 1_000_000:.2f}"


def seconds_text(seconds: float) -> str:
    """A span as people read it."""
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.1f} s"


def _show_faults(console: Console, run: Run) -> None:
    for result in run.results:
        if not result.passed:
            title = f"{_name(result)} ({result.model}) failed:"
            console.print(f"\n{title}", style="red", markup=False)
            for fault in result.all_faults:
                console.print(f"  {fault}", markup=False, highlight=False)


def _show_difference(console: Console, difference: Difference) -> None:
    console.print(f"\nsince {difference.before.at:%Y-%m-%d %H:%M} UTC:", style="dim")
    lines = [
        *(("newly failing", each.name) for each in difference.newly_failing),
        *(("newly passing", each.name) for each in difference.newly_passing),
        *(("other replies", each.result.name) for each in difference.changed[:_MOST_CHANGED]),
    ]
    for what, name in lines or [("nothing differs", "")]:
        console.print(f"  {what} {name}".rstrip(), markup=False)
    if (more := len(difference.changed) - _MOST_CHANGED) > 0:
        console.print(f"  and other replies in {more} more", markup=False)


def summary(run: Run) -> str:
    """One line on all of it."""
    spent, held = run.spent, [seconds for each in run.results for seconds in each.seconds]
    rate = 100 * run.passed / len(run.results) if run.results else 0.0
    cached = 100 * spent.tokens_cached / spent.tokens_in if spent.tokens_in else 0.0
    money = (
        f"{dollars(spent.micros)}, {spent.tokens_in:,} tokens in ({cached:.0f}% cached), "
        f"{spent.tokens_out:,} out; "
        if spent.calls
        else ""
    )
    return (
        f"{run.passed} of {len(run.results)} passed ({rate:.1f}%); {money}"
        f"replies p50 {seconds_text(share(held, 0.5))}, p95 {seconds_text(share(held, 0.95))}; "
        f"{run.seconds:.1f} s"
    )


def console_for(*, width: int = _WIDEST) -> Console:
    """Where it is shown; without a terminal, wide enough for a log."""
    console = Console(highlight=False, soft_wrap=False)
    return console if console.is_terminal else Console(width=width, highlight=False)
