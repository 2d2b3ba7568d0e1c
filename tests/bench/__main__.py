"""make bench, or python -m tests.bench [ROW ...] [--profile ROW]"""

import argparse
import sys
import time
from pathlib import Path

import uvloop

from bot.log import set_up_logging
from tests.bench.bench import Bench
from tests.bench.figures import Row
from tests.bench.report import save, table
from tests.bench.rows import ROWS

BUILD = Path(__file__).resolve().parents[2] / "build"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("rows", nargs="*", metavar="ROW", help=f"of {', '.join(ROWS)}; all")
    parser.add_argument("--rounds", type=int, default=3, help="of each line, at most")
    parser.add_argument("--line", default="", help="only lines with this in their name")
    parser.add_argument("--profile", action="store_true", help=f"a profile of each, to {BUILD}")
    options = parser.parse_args()
    if unknown := set(options.rows) - set(ROWS):
        parser.error(f"no such row: {', '.join(sorted(unknown))}")
    return options


async def _measured(names: list[str], bench: Bench) -> tuple[list[Row], bool]:
    """The rows, shown as they come; and whether all could be measured."""
    rows: list[Row] = []
    async with bench:
        for name in names:
            begun = time.perf_counter()
            try:
                row = await ROWS[name](bench)
            except Exception as error:
                print(f"{name}: not measured: {type(error).__name__}: {error}\n", flush=True)
                continue
            rows.append(row)
            print(f"{table(row)}\n  * {time.perf_counter() - begun:.0f} s\n", flush=True)
    return rows, len(rows) == len(names)


def main() -> None:
    options = _options()
    set_up_logging("json", "WARNING")
    names = options.rows or list(ROWS)
    rounds, profiles = (1, BUILD) if options.profile else (options.rounds, None)
    bench = Bench(rounds, profiles, options.line)
    rows, complete = uvloop.run(_measured(names, bench))
    if not (options.profile or options.rows or options.line):  # a part is not to replace a whole
        save(rows, BUILD / "bench.json")
    sys.exit(not complete)


main()
