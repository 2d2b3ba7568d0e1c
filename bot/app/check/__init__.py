"""`bot check`: the configuration, tried out; a tick, or what to mend, a line."""

from bot.app.check.probes import check_lines as check_lines
