"""The servers that are measured, each a process of its own that ends with its standard input."""

import argparse
import asyncio
import sys
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import uvloop
from aiohttp import web

from tests.bench.profiling import profiled


def _site(kind: str) -> AbstractAsyncContextManager[web.Application]:
    """What a kind serves; a bare one is not to carry the bot's imports."""
    if kind.startswith("app"):
        from tests.bench import apps

        return apps.site(working=kind == "app")
    from tests.bench import limits

    return limits.SITES[kind]()


async def _serve(kind: str) -> None:
    async with _site(kind) as site:
        runner = web.AppRunner(site, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        print(f"http://127.0.0.1:{runner.addresses[0][1]}", flush=True)
        await asyncio.to_thread(sys.stdin.buffer.read)
        await runner.cleanup()


def main() -> None:
    parser = argparse.ArgumentParser(description="A server to be measured.")
    parser.add_argument("kind", choices=["echo", "verify", "store", "relay", "app", "app-at-rest"])
    parser.add_argument("--profile", type=Path)
    options = parser.parse_args()
    with profiled(options.profile):
        uvloop.run(_serve(options.kind))


main()
