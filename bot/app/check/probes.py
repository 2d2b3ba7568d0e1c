"""Every part of the configuration, tried at the same time and each within a time limit."""

import asyncio
from collections.abc import Awaitable, Callable

from bot.app.check.business import check_business
from bot.app.check.clocks import Clocks
from bot.app.check.database import check_database
from bot.app.check.findings import Findings
from bot.app.check.model import check_model
from bot.app.check.rest import check_rest
from bot.app.check.staff import check_staff
from bot.app.check.texts import check_texts
from bot.app.check.traces import check_traces
from bot.settings import Settings

Probe = Callable[[Settings, Findings, Clocks], Awaitable[None]]

_PROBES: dict[str, Probe] = {
    "business": check_business,
    "DATABASE_URL": check_database,
    "model": check_model,
    "texts": check_texts,
    "staff": check_staff,
    "traces": check_traces,
    "settings": check_rest,
}


async def try_all(settings: Settings, limit: float) -> tuple[list[str], bool]:
    """A line a finding, and whether something is wrong. limit: seconds for each part."""
    clocks, found = Clocks(), {name: Findings() for name in _PROBES}
    await asyncio.gather(
        *(_try(name, settings, found[name], clocks, limit) for name in _PROBES),
    )
    last = Findings()
    clocks.report(last)
    parts = [*found.values(), last]
    lines = [line for part in parts for line in part.lines]
    return lines, any(part.any_wrong for part in parts)


async def _try(
    name: str, settings: Settings, findings: Findings, clocks: Clocks, limit: float
) -> None:
    try:
        async with asyncio.timeout(limit):
            await _PROBES[name](settings, findings, clocks)
    except TimeoutError:
        findings.wrong(
            f"{name}: no answer within {limit:g} s: look for a firewall or a proxy in between"
        )
    except Exception as error:
        # Its text may hold what nobody may see; a check that breaks must not end the others.
        findings.wrong(f"{name}: could not be tried ({type(error).__name__})")
