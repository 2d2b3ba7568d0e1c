"""`python -m tests.hostile [TURNS] [SEED] [sqlite|postgres]`: the long trials.

Of the turns a tenth are staff's; then the lock is tried with a fifth as many conversations, of
which the shortest that fails is shown."""

import asyncio
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.log import set_up_logging
from tests.hostile.staff import staff_trial
from tests.hostile.trial import AT_ONCE, Outcome, trial
from tests.postgres import running_postgres
from tests.property.trial import hold_conversations


@contextmanager
def _database(kind: str, folder: str) -> Iterator[str]:
    if kind == "sqlite":
        yield f"sqlite:///{folder}/bot.db"
        return
    with running_postgres(durable=False) as server:
        server.create("hostile")
        yield server.url("hostile")


def _tell(outcome: Outcome) -> None:
    if outcome.turns % 480 < AT_ONCE and outcome.turns >= AT_ONCE:
        print(_line(outcome), flush=True)


def _line(outcome: Outcome) -> str:
    pace = outcome.turns / max(outcome.seconds, 0.001)
    return (
        f"{outcome.turns} turns, {outcome.answers} answers of the model, "
        f"{outcome.inquiries} inquiries made or changed, {outcome.seconds:.0f} s, {pace:.1f} a s"
    )


def main() -> None:
    set_up_logging("json", "ERROR")
    given = sys.argv[1:4]
    turns, seed, kind = [*given, *("10000", "1", "sqlite")[len(given) :]]
    of_staff = int(turns) // 10
    for each, count in ((trial, int(turns) - of_staff), (staff_trial, of_staff)):
        with tempfile.TemporaryDirectory() as folder, _database(kind, folder) as url:
            outcome = asyncio.run(each(url, Path(folder), count, int(seed), _tell))
        print(f"{each.__name__}: {_line(outcome)}: nothing got by ({kind}, seed {seed})")
    with tempfile.TemporaryDirectory() as folder:
        held = hold_conversations(f"sqlite:///{folder}/bot.db", int(turns) // 5, int(seed))
    print(
        f"lock: {held.conversations} conversations, {held.exchanges} texts, "
        f"{held.inquiries} inquiries: it held"
    )


if __name__ == "__main__":
    main()
