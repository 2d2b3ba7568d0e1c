"""Evaluations are kept, so that the next one shows what has changed."""

import re
from pathlib import Path

import msgspec
from msgspec import Struct, structs

from bot.app.evaluation.results import Result, Run
from bot.errors import ConfigurationError

FOLDER = Path("var/eval")
_KEPT = 20
_ID = re.compile(r"(?<![\w-])[\w-]{22}(?![\w-])")  # a public id is another one each time


class Changed(Struct, frozen=True):
    """A scenario that goes as it went before and whose replies are others. turns: (number, what was
    said before, what is said now)."""

    result: Result
    turns: tuple[tuple[int, str, str], ...]


class Difference(Struct, frozen=True):
    """What differs from before. added: how many were not held then."""

    before: Run
    newly_failing: tuple[Result, ...] = ()
    newly_passing: tuple[Result, ...] = ()
    changed: tuple[Changed, ...] = ()
    added: int = 0


def keep(run: Run) -> Path:
    """Keeps a run; those that are older than the last ones go."""
    file = FOLDER / f"{run.at:%Y%m%d-%H%M%S-%f}.json"
    write(run, file)
    for old in sorted(FOLDER.glob("2*.json"))[:-_KEPT]:
        old.unlink()
    return file


def write(run: Run, file: Path) -> None:
    """Writes a run as JSON. Raises ConfigurationError."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(msgspec.json.format(msgspec.json.encode(run), indent=1))
    except OSError as error:
        raise ConfigurationError(f"{file}: cannot be written: {error.strerror}") from error


def read(file: Path) -> Run:
    """A run that was kept. Raises ConfigurationError."""
    try:
        return msgspec.json.decode(file.read_bytes(), type=Run)
    except OSError as error:
        raise ConfigurationError(f"{file}: cannot be read: {error.strerror}") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{file}: is no evaluation of this version: {error}") from error


def last(run: Run) -> Run | None:
    """Each of a run's results as it was kept last, whichever run that was; at: the newest one's.
    None: none of them was ever kept."""
    found: dict[tuple[str, str, int], Result] = {}
    wanted, newest = {each.key for each in run.results}, None
    for file in sorted(FOLDER.glob("2*.json"), reverse=True):
        try:
            kept = read(file)
        except ConfigurationError:
            continue  # of another version of this program: the ones before may serve
        if fitting := {each.key: each for each in kept.results if each.key in wanted}:
            newest = newest or kept
            found = fitting | found
        if len(found) == len(wanted):
            break
    return None if newest is None else structs.replace(newest, results=tuple(found.values()))


def difference(before: Run, now: Run) -> Difference:
    """What differs."""
    old = {each.key: each for each in before.results}
    pairs = [(old[each.key], each) for each in now.results if each.key in old]
    return Difference(
        before=before,
        newly_failing=tuple(b for a, b in pairs if a.passed and not b.passed),
        newly_passing=tuple(b for a, b in pairs if b.passed and not a.passed),
        changed=tuple(
            Changed(b, turns) for a, b in pairs if a.passed == b.passed and (turns := _turns(a, b))
        ),
        added=len(now.results) - len(pairs),
    )


def _turns(before: Result, now: Result) -> tuple[tuple[int, str, str], ...]:
    both = zip(before.exchanges, now.exchanges, strict=False)
    return tuple(
        (number, a.reply or "", b.reply or "")
        for number, (a, b) in enumerate(both, 1)
        if _ID.sub("", a.reply or "") != _ID.sub("", b.reply or "")
    )
