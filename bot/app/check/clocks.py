"""How far this machine's clock is off, by what others say the time is."""

import time
from collections.abc import Mapping
from datetime import UTC
from email.utils import parsedate_to_datetime

from bot.app.check.findings import Findings

_TOO_FAR_S = 30.0


class Clocks:
    """Collects what time it is elsewhere. Offsets in seconds: more than 0 where we are behind."""

    def __init__(self) -> None:
        self._offsets: dict[str, float] = {}

    def heard(self, whose: str, headers: Mapping[str, str]) -> None:
        """Takes the Date of an answer that came this moment; whole seconds, so give or take one."""
        try:
            moment = parsedate_to_datetime(headers.get("Date") or "")
        except ValueError:
            return
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        self.told(whose, moment.timestamp() + 0.5 - time.time())

    def told(self, whose: str, offset: float) -> None:
        """Somebody's clock is so many seconds ahead of ours."""
        self._offsets[whose] = offset

    def report(self, findings: Findings) -> None:
        """A line for each clock that is far off, or one tick for all of them."""
        far = {whose: s for whose, s in self._offsets.items() if abs(s) > _TOO_FAR_S}
        for whose, seconds in far.items():
            side = "behind" if seconds > 0 else "ahead of"
            findings.wrong(
                f"clock: this machine is {abs(seconds):.0f} s {side} {whose}: set both by NTP, for "
                "signatures, leases and reminders go by it"
            )
        if self._offsets and not far:
            findings.ok(f"clock: as that of {', '.join(self._offsets)}")
