"""Waiting for what only a look can tell: rows that another process writes."""

import asyncio
from collections.abc import Awaitable, Callable

PATIENCE = 30.0  # seconds; a machine may be busy
_SOON, _LATER = 0.005, 0.05  # seconds between two looks: the longer it takes, the longer they are


async def until(holds: Callable[[], Awaitable[bool]], within: float = PATIENCE) -> None:
    """Looks again and again. Raises TimeoutError."""
    pause = _SOON
    async with asyncio.timeout(within):
        while not await holds():
            await asyncio.sleep(pause)
            pause = min(pause * 1.3, _LATER)
