"""Where the time goes: a cProfile of a block and of every thread that it starts, as text."""

import cProfile
import pstats
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

_LINES = 60


@contextmanager
def profiled(file: Path | None) -> Iterator[None]:
    """Profiles the block into a file; None: not at all. A thread that still runs at the end is
    counted so far."""
    if file is None:
        yield
        return
    profiles = [_profile()]

    def begin(*_: object) -> None:
        profiles.append(_profile())
        profiles[-1].enable()

    threading.setprofile(begin)
    profiles[0].enable()
    try:
        yield
    finally:
        profiles[0].disable()
        threading.setprofile(None)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(_told(profiles))


def _profile() -> cProfile.Profile:
    # A thread's own CPU time: by the wall, whoever waits for the interpreter's lock seems to work.
    return cProfile.Profile(time.thread_time)


def _told(profiles: list[cProfile.Profile]) -> str:
    out = StringIO()
    stats = pstats.Stats(*profiles, stream=out)
    for order in ("tottime", "cumulative"):
        stats.sort_stats(order).print_stats(_LINES)
    return out.getvalue()
