"""Many processes of the CLI, let go at the same moment: each is forked ready to run, so that what
races is the command and not the start of Python.

python -m tests.scenario.starting_line FOLDER COMMAND…: a process for each file of FOLDER, which
runs `bot COMMAND… FILE`; what it prints goes to FILE.out. Prints their exit codes, as JSON.
"""

import gc
import json
import os
import sys
from importlib import import_module
from pathlib import Path

from bot import cli

_USED = ("bot.app.owner", "bot.log", "phonenumbers", "uvloop", "storage.postgres", "storage.sqlite")


def main() -> None:
    folder, command = Path(sys.argv[1]), sys.argv[2:]
    for module in _USED:
        import_module(module)
    gc.freeze()  # or each of them copies all there is at its first collection
    held, let_go = os.pipe()
    runners = [_runner(file, command, held, let_go) for file in sorted(folder.glob("*.csv"))]
    os.close(let_go)
    codes = [os.waitstatus_to_exitcode(os.waitpid(runner, 0)[1]) for runner in runners]
    print(json.dumps(codes))


def _runner(file: Path, command: list[str], held: int, let_go: int) -> int:
    """The id of a process that waits for the start."""
    if child := os.fork():
        return child
    os.close(let_go)
    out = os.open(file.with_suffix(".out"), os.O_WRONLY | os.O_CREAT)
    for stream in (1, 2):
        os.dup2(out, stream)
    os.read(held, 1)  # ends when the last who could write has closed the pipe
    sys.argv = ["bot", *command, str(file)]
    try:
        cli.main()
    except SystemExit as ended:
        sys.stdout.flush()
        os._exit(int(ended.code or 0))
    os._exit(99)


if __name__ == "__main__":
    main()
