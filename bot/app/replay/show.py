"""Replays in a terminal, or as an HTML page: what differs, turn by turn, and what it comes to."""

import statistics
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from bot.app.replay.compare import Difference, Outcome
from bot.app.replay.holding import Held
from bot.app.trace.entry import dollars
from bot.business.profile import Profile

_GONE, _NEW = "red strike", "green"


def show_replay(
    out: Console, found: Sequence[Held], profile: Profile, *, full: bool, spent: bool
) -> None:
    """Every turn that differs (full: all of them), then the sums. spent: it ended at its limit."""
    for held in found:
        if full or held.differences or held.now is None:
            _show_turn(out, held, profile)
    out.print(_sums(found))
    notes = Counter(note for held in found for note in held.notes)
    for note, count in notes.most_common():
        out.print(f"– {_turns(count)}: {note}", style="dim")
    if spent:
        out.print("✗ stopped: --max-cost or a budget does not hold another call", style="bold red")


def _turns(count: int) -> str:
    return f"{count} turn{'' if count == 1 else 's'}"


def _show_turn(out: Console, held: Held, profile: Profile) -> None:
    at = f"{profile.local(held.past.last['created_at']):%Y-%m-%d %H:%M}"
    mark = "✗" if held.deeds or held.now is None else "~" if held.differences else "="
    colour = {"✗": "bold red", "~": "yellow", "=": "green"}[mark]
    thread = held.past.journal.conversation["thread_id"]
    out.print(Text(f"{mark} {thread} · {at} · turn {held.past.turn_id}", style=colour))
    for line in held.past.asked:
        out.print(Padding(Text(f"customer: {_harmless(line['content'])}", style="cyan"), (0, 2)))
    if held.now is None:
        out.print(Padding(Text(held.why, style="red"), (0, 2)))
        return
    if not held.differences:
        out.print(Padding(Text(_in_short(held.now)), (0, 2, 1, 2)))
        return
    out.print(Padding(_table(held.then, held.now, held.differences), (0, 2, 1, 2)))


def _in_short(outcome: Outcome) -> str:
    """How a turn goes that is the same."""
    tools = f"[{', '.join(call.tool for call in outcome.calls)}] " if outcome.calls else ""
    return _harmless(f"{tools}{outcome.text}")


def _table(then: Outcome, now: Outcome, differing: Iterable[Difference]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim", expand=True)
    table.add_column("")
    table.add_column("THEN", ratio=1, overflow="fold")
    table.add_column("NOW", ratio=1, overflow="fold")
    for each in differing:
        title = Text(each.what, style="bold red" if each.deed else "yellow")
        table.add_row(title, *_marked(each.then, each.now))
    table.add_row(Text("took", style="dim"), _cost(then), _cost(now))
    return table


def _marked(then: str, now: str) -> tuple[Text, Text]:
    """Two texts, with the words that only one of them has marked."""
    old, new = _words(then), _words(now)
    left, right = Text(), Text()
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        same = kind == "equal"
        left.append("".join(old[i:j]), style="" if same else _GONE)
        right.append("".join(new[k:m]), style="" if same else _NEW)
    return left or Text("nothing", style="dim"), right or Text("nothing", style="dim")


def _words(text: str) -> list[str]:
    """Words with what follows them, so that they join to the text again."""
    words = [""]
    for sign in _harmless(text):
        words[-1] += sign
        if sign in " \n,(){}":
            words.append("")
    return words


def _harmless(text: str) -> str:
    return "".join(sign if sign.isprintable() or sign == "\n" else " " for sign in text)


def _cost(outcome: Outcome) -> Text:
    took = "" if outcome.seconds is None else f"{outcome.seconds:.1f} s, "
    return Text(f"{took}{dollars(outcome.micros)}, {outcome.model}", style="dim")


def _sums(found: Sequence[Held]) -> Table:
    table = Table(box=None, pad_edge=False, show_header=False, title_justify="left")
    table.add_column(style="bold")
    table.add_column(overflow="fold")
    for title, told in _lines(found):
        table.add_row(title, told)
    return table


def _lines(found: Sequence[Held]) -> Iterator[tuple[str, str]]:
    held = [(each.then, each.now) for each in found if each.now is not None]
    talks = len({each.past.journal.conversation["id"] for each in found})
    deeds = sum(each.deeds for each in found)
    words = sum(bool(each.differences) and not each.deeds for each in found)
    yield "replayed", f"{_turns(len(found))} of {talks} conversation{'' if talks == 1 else 's'}"
    yield "does otherwise", f"{_turns(deeds)}{_what(found)}"
    yield "other words", _turns(words)
    yield "the same", _turns(sum(each.now is not None and not each.differences for each in found))
    if failed := sum(each.now is None for each in found):
        yield "no reply", _turns(failed)
    if held:
        old, new = [then for then, _ in held], [now for _, now in held]
        yield "cost", f"{dollars(_micros(old))} then, {dollars(_micros(new))} now"
        yield "time (median)", f"{_median(old)} then, {_median(new)} now"
        yield "models", f"{_models(old)} then, {_models(new)} now"


def _what(found: Iterable[Held]) -> str:
    kinds = Counter(each.what for held in found for each in held.differences if each.deed)
    told = ", ".join(f"{what} {count}" for what, count in kinds.most_common())
    return f": {told}" if told else ""


def _micros(outcomes: Iterable[Outcome]) -> int:
    return sum(outcome.micros for outcome in outcomes)


def _median(outcomes: Iterable[Outcome]) -> str:
    known = [outcome.seconds for outcome in outcomes if outcome.seconds is not None]
    return f"{statistics.median(known):.1f} s" if known else "unknown"


def _models(outcomes: Iterable[Outcome]) -> str:
    counted = Counter(outcome.model or "unknown" for outcome in outcomes)
    return ", ".join(f"{model} {count}" for model, count in counted.most_common())
