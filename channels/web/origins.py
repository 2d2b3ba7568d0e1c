"""Which websites may speak to the API: the bot's own, and those the owner names."""

from collections.abc import Awaitable, Callable, Collection
from urllib.parse import urlsplit

from aiohttp import web

from bot.errors import Refused

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

_GUARDED = ("/api/", "/ws/")
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, POST",
    "Access-Control-Allow-Headers": "Authorization, Content-Type, Last-Event-ID",
    "Access-Control-Max-Age": "86400",
}


def guards(request: web.Request) -> bool:
    """Whether a request is one for the chat's API."""
    return request.path.startswith(_GUARDED)


def origin_of(url: str) -> str:
    """scheme://host[:port] of a URL, as browsers write it."""
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    host = f"[{host}]" if ":" in host else host
    port = parts.port
    usual = {"http": 80, "https": 443}.get(parts.scheme)
    return f"{parts.scheme}://{host}" + (f":{port}" if port and port != usual else "")


class Origins:
    """allowed: origins; "*" allows any."""

    def __init__(self, allowed: Collection[str]) -> None:
        self._any = "*" in allowed
        self._allowed = frozenset(origin_of(each) for each in allowed if each != "*")

    def is_own(self, request: web.Request) -> bool:
        """Whether a page of ours sent it (or no page at all): only then do cookies count, since
        browsers add them to whatever any site makes them send."""
        if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
            return False
        origin = request.headers.get("Origin")
        return origin is None or _same_host(origin, request.host)

    def allows(self, request: web.Request) -> bool:
        """Whether the site that sent it may speak to us."""
        origin = request.headers.get("Origin")
        if origin is None or self._any or _same_host(origin, request.host):
            return True
        return origin in self._allowed

    @web.middleware
    async def check(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """A middleware: refuses sites that may not, and tells browsers which may (CORS)."""
        if not guards(request):
            return await handler(request)
        if not self.allows(request):
            raise Refused(403, "this website may not speak to the bot: see ALLOWED_ORIGINS")
        if request.method == "OPTIONS":
            return web.Response(status=204, headers=_PREFLIGHT)
        return await handler(request)

    async def add_headers(self, request: web.Request, response: web.StreamResponse) -> None:
        """For on_response_prepare: also streams and errors carry them."""
        if not guards(request):
            return
        response.headers["Vary"] = "Origin"
        origin = request.headers.get("Origin")
        if origin is not None and self.allows(request):
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Expose-Headers"] = "Retry-After"


def _same_host(origin: str, host: str) -> bool:
    """The scheme may differ: a proxy that ends TLS speaks http to us."""
    return origin.lower() in (f"https://{host}".lower(), f"http://{host}".lower())
