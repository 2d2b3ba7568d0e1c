"""Waiting for what only a look can tell: rows that another process writes."""

import asyncio
from collections.abc import Awaitable, Callable

PATIENCE = 30.0  # seconds; a machine may be busy


async def until(holds: Callable[[], Awaitable[bool]], within: float = PATIENCE) -> None:
    """Looks again and again. Raises TimeoutError."""
    async with asyncio.timeout(within):
        while not await holds():  # noqa: ASYNC110 - no event crosses from the other process
            await asyncio.sleep(0.01)
