"""`bot check`: the configuration, tried out; a tick, or what to mend, a line."""

from bot.settings import Settings

LIMIT_S = 10.0


async def check_lines(settings: Settings, limit: float = LIMIT_S) -> tuple[list[str], bool]:
    """A line a finding, and whether something is wrong. limit: seconds for each part."""
    from bot.app.check.probes import try_all  # it knows every vendor; others need a part of this

    return await try_all(settings, limit)
