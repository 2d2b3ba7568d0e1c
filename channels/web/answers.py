"""What the web's handlers answer with."""

from typing import Any

import msgspec
from aiohttp import web


def json(value: Any, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    """JSON that no cache keeps."""
    return web.Response(
        body=msgspec.json.encode(value),
        status=status,
        headers={"Cache-Control": "no-store", **(headers or {})},
        content_type="application/json",
    )
