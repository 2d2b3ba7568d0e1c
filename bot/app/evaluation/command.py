"""`bot eval`: which scenarios, with which models, and where the result goes."""

import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console

from bot.app.evaluation import store
from bot.app.evaluation.files import read_scenarios
from bot.app.evaluation.results import Result, Run
from bot.app.evaluation.runner import Plan, Runner
from bot.app.evaluation.scenario import Scenario
from bot.app.evaluation.stage import CONFIGURED, EMBEDDED
from bot.app.evaluation.table import Watched, console_for, show
from bot.app.parts import remote_models
from bot.errors import ConfigurationError
from bot.messages import AGENTS
from bot.settings import Settings


async def run(
    settings: Settings,
    *,
    scenarios: Sequence[str],
    model: Sequence[str] | None,
    agent: Sequence[str] | None,
    parallel: int,
    repeat: int,
    max_cost: float,
    customer_model: str | None,
    html: Path | None,
    json: Path | None,
    against: Path | None,
) -> int:
    """Runs them; 0 where all passed, 1 where not. Raises ConfigurationError."""
    folder = settings.business_dir / "evaluation"
    plan = _plan(
        settings,
        _of_agents(read_scenarios(folder, scenarios), agent or AGENTS),
        model or (),
        customer_model,
        (repeat, parallel, max_cost),
    )
    compared = store.read(against) if against else None
    console = console_for()
    done = await _done(settings, plan, console)
    earlier = compared or store.last(done)
    difference = store.difference(earlier, done) if earlier else None
    show(console, done, difference)
    store.keep(done)
    if json is not None:
        store.write(done, json)
    if html is not None:
        from bot.app.evaluation.report import write_report

        write_report(html, done, difference)
        console.print(f"the report is in {html}", markup=False)
    return int(done.passed < len(done.results))


def _of_agents(found: Sequence[Scenario], agents: Sequence[str]) -> list[Scenario]:
    for name in agents:
        if name not in AGENTS:
            raise ConfigurationError(f"--agent must be one of {', '.join(AGENTS)}")
    kept = [each for each in found if each.agent in agents]
    if not kept:
        raise ConfigurationError("there is no scenario of these agents")
    return kept


def _plan(
    settings: Settings,
    scenarios: Sequence[Scenario],
    models: Sequence[str],
    customer_model: str | None,
    figures: tuple[int, int, float],
) -> Plan:
    """What is to be run; without --model, the models that the settings name."""
    repeat, parallel, dollars = figures
    configured = remote_models(settings) is not None
    wanted = tuple(dict.fromkeys(models)) or (CONFIGURED if configured else EMBEDDED,)
    plays = customer_model or EMBEDDED
    if not configured and any(each != EMBEDDED for each in (*wanted, plays)):
        raise ConfigurationError("OPENAI_API_KEY or OPENAI_BASE_URL: a model needs a server")
    if min(repeat, parallel) < 1 or dollars < 0:
        raise ConfigurationError("--repeat and --parallel must be 1 or more, --max-cost 0 or more")
    return Plan(tuple(scenarios), wanted, repeat, parallel, dollars, plays)


async def _done(settings: Settings, plan: Plan, console: Console) -> Run:
    at, began = datetime.now(UTC), time.monotonic()
    if not plan.pieces:
        raise ConfigurationError("these scenarios need a remote model; give one by --model")
    with Watched(console, len(plan.pieces)) as watched:
        results: list[Result] = await Runner(settings, plan, watched.ended).run()
    return Run(
        at=at,
        seconds=round(time.monotonic() - began, 3),
        results=tuple(results),
        notes=tuple(_notes(plan)),
        settings={
            "models": list(plan.models),
            "repeat": plan.repeat,
            "parallel": plan.parallel,
            "max_cost": plan.dollars,
            "customer_model": plan.customer,
        },
    )


def _notes(plan: Plan) -> list[str]:
    left_out = [each.name for each in plan.scenarios if each.models == "remote"]
    if left_out and EMBEDDED in plan.models:
        return [f"{len(left_out)} scenarios need a remote model and were left out with embedded"]
    return []
