"""bot replay [THREAD…]."""

import io
import re
import sys
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from bot.app.parts import clock_of
from bot.app.replay.holding import Held, hold
from bot.app.replay.house import Changed, House, house
from bot.app.replay.past import PastTurn, past_turns
from bot.app.replay.show import show_replay
from bot.app.screen import console
from bot.app.storage import beside
from bot.budget import micros
from bot.business.prompts import read_prompt
from bot.errors import BotError
from bot.messages import AGENTS
from bot.settings import Settings
from storage import timeline
from storage.database import Database

_USUAL = 20  # conversations
_MOST = 10_000
_AGO = re.compile(r"(\d{1,4}) ?([hd])[a-z]*")


class CannotReplay(BotError):
    """What was asked for cannot be held again; the text says why."""


async def run(
    settings: Settings,
    *,
    thread: Sequence[str],
    last: int | None,
    since: str | None,
    prompt: Path | None,
    agent: str,
    model: str | None,
    html: Path | None,
    max_cost: float,
    full: bool,
) -> int:
    """Holds recorded turns again, and shows what differs. 1 where an agent does something else than
    it did (tools, values, read-backs, calls for a person, answers held back), has no reply, or
    where the money did not last; 0 where nothing differs or only words do."""
    if agent not in AGENTS:
        raise CannotReplay(f"there is no agent {agent}; there are {', '.join(AGENTS)}")
    if (last is not None and last < 1) or max_cost < 0:
        raise CannotReplay("--last must be 1 or more, --max-cost 0 or more")
    text = read_prompt(prompt) if prompt else None
    changed = Changed(agent, text, model, micros(max_cost))
    async with beside(settings) as database, house(settings, database, changed) as made:
        after = _after(since, clock_of(settings).now())
        turns = await _turns(database, thread, last, after, agent)
        found = await _held(made, turns)
        profile = made.app.rules().profile
        spent = made.crew.purse is not None and made.crew.purse.empty
    show_replay(console(), found, profile, full=full, spent=spent)
    if html is not None:
        page = Console(file=io.StringIO(), width=150, record=True, highlight=False, markup=False)
        show_replay(page, found, profile, full=True, spent=spent)
        page.save_html(str(html))
    return int(spent or any(held.deeds or held.now is None for held in found))


async def _turns(
    database: Database, threads: Sequence[str], last: int | None, since: datetime | None, agent: str
) -> list[PastTurn]:
    """The turns to hold again. Raises CannotReplay."""
    if threads:
        talks = [await _named(database, name) for name in threads]
    else:
        most = last or (_USUAL if since is None else _MOST)
        talks = await database.read(timeline.newest, most, since, agent)
    found: list[PastTurn] = []
    for talk in talks:
        journal = await database.read(timeline.journal, talk)
        of_talk = past_turns(journal, agent)
        found += (turn for turn in of_talk if since is None or turn.last["created_at"] >= since)
    if not found:
        raise CannotReplay(f"there is no turn that the {agent} agent answered")
    return found


async def _named(database: Database, name: str) -> int:
    found = await database.read(timeline.called, name)
    if not found:
        raise CannotReplay(f"there is no conversation of {name}")
    return found[0]


def _after(text: str | None, now: datetime) -> datetime | None:
    if text is None:
        return None
    if (ago := _AGO.fullmatch(text.strip())) is None:
        raise CannotReplay(f"--since {text}: write 12h or 7d")
    return now - (timedelta(hours=int(ago[1])) if ago[2] == "h" else timedelta(days=int(ago[1])))


async def _held(made: House, turns: Sequence[PastTurn]) -> list[Held]:
    """In the order in which they happened."""
    order = {id(turn): place for place, turn in enumerate(turns)}
    found = []
    columns = (TextColumn("replaying turns"), MofNCompleteColumn(), TimeElapsedColumn())
    quiet = not sys.stderr.isatty()
    with Progress(*columns, console=Console(stderr=True), transient=True, disable=quiet) as bar:
        task = bar.add_task("", total=len(turns))
        async for held in hold(made, turns):
            found.append(held)
            bar.advance(task)
    return sorted(found, key=lambda held: order[id(held.past)])
