"""`python -m tests.hostile [TURNS] [SEED]`: the long trial, on SQLite."""

import asyncio
import sys
import tempfile
import time
from pathlib import Path

from tests.hostile.trial import trial


def main() -> None:
    given = [int(each) for each in sys.argv[1:3]]
    turns, seed = [*given, *(10_000, 1)[len(given) :]]
    with tempfile.TemporaryDirectory() as folder:
        began = time.monotonic()
        url = f"sqlite:///{folder}/bot.db"
        said = asyncio.run(trial(url, Path(folder), turns, seed))
    took = time.monotonic() - began
    print(f"{turns} turns, {said} answers of the model, nothing got by; {took:.0f} s")


if __name__ == "__main__":
    main()
