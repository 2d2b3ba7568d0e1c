"""The HTML report of an evaluation: one file that needs nothing else."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from msgspec import Struct

from bot.app.evaluation.results import Result, Run, Spent, share
from bot.app.evaluation.store import Difference
from bot.app.evaluation.table import dollars, seconds_text, summary
from bot.errors import ConfigurationError

_TEMPLATE = "report.html.jinja"


class Tally(Struct, frozen=True):
    """How one model, or one file, did."""

    name: str
    passed: int
    total: int
    spent: Spent
    p50: float
    p95: float

    @property
    def rate(self) -> float:
        return 100 * self.passed / self.total if self.total else 0.0


def write_report(file: Path, run: Run, difference: Difference | None) -> None:
    """Writes it. Raises ConfigurationError."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(rendered(run, difference), "utf-8")
    except OSError as error:
        raise ConfigurationError(f"{file}: cannot be written: {error.strerror}") from error


def rendered(run: Run, difference: Difference | None) -> str:
    """The page. Everything that was said in it is escaped."""
    page = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    page.filters |= {"dollars": dollars, "seconds": seconds_text, "pretty": _pretty}
    changes = difference.changed if difference else ()
    changed = {each.result.key: {n: was for n, was, _ in each.turns} for each in changes}
    return page.get_template(_TEMPLATE).render(
        run=run,
        whole=_tally("all", run.results),
        models=_by(run, "model"),
        files=_files(run),
        difference=difference,
        changed=changed,
        new={each.key for each in difference.newly_failing} if difference else set(),
        summary=summary(run),
    )


def _files(run: Run) -> list[tuple[Tally, list[Result]]]:
    """Each file's results, as the files stand; failed ones first."""
    files: dict[str, list[Result]] = {}
    for each in run.results:
        files.setdefault(Path(each.file).stem, []).append(each)
    return [
        (_tally(name, found), sorted(found, key=lambda each: each.passed))
        for name, found in files.items()
    ]


def _by(run: Run, field: str) -> list[Tally]:
    names = dict.fromkeys(getattr(each, field) for each in run.results)
    return [
        _tally(name, [each for each in run.results if getattr(each, field) == name])
        for name in names
    ]


def _tally(name: str, results: Iterable[Result]) -> Tally:
    found = list(results)
    held = [seconds for each in found for seconds in each.seconds]
    return Tally(
        name=name,
        passed=sum(each.passed for each in found),
        total=len(found),
        spent=sum((each.spent + each.acted for each in found), Spent()),
        p50=share(held, 0.5),
        p95=share(held, 0.95),
    )


def _pretty(text: str) -> str:
    """A tool's JSON as people read it; what is none stays as it is."""
    try:
        value: Any = json.loads(text)
    except ValueError:
        return text
    return json.dumps(value, indent=1, ensure_ascii=False)
