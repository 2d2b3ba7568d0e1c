"""Who may use the playground: a browser on this machine, on pages that are ours.

A page anywhere may have a browser send requests to 127.0.0.1, under our name (a cross-site
request) or under a name of its own that leads here (DNS rebinding)."""

from collections.abc import Awaitable, Callable
from ipaddress import IPv6Address, ip_address
from urllib.parse import urlsplit

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})
# Whoever passes requests on for others says so by one of these.
_PASSED_ON = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via")
_READING = frozenset({"GET", "HEAD"})


def for_navigation(handler: Handler) -> Handler:
    """A page that may be opened from anywhere, since opening it does nothing."""

    async def guarded(request: web.Request) -> web.StreamResponse:
        _check_place(request)
        return await handler(request)

    return guarded


def for_our_pages(handler: Handler) -> Handler:
    """What only our own pages may ask for; whatever changes something must prove that it comes
    from one."""

    async def guarded(request: web.Request) -> web.StreamResponse:
        _check_place(request)
        _check_origin(request)
        return await handler(request)

    return guarded


def for_programs(handler: Handler) -> Handler:
    """What this machine's programs may call, and no browser. They show their credentials."""

    async def guarded(request: web.Request) -> web.StreamResponse:
        _check_place(request)
        if "Origin" in request.headers or "Sec-Fetch-Site" in request.headers:
            raise web.HTTPForbidden(reason="this is for programs, not for browsers")
        return await handler(request)

    return guarded


def _check_place(request: web.Request) -> None:
    if not _is_from_here(request) or not _names_us(request.host):
        raise web.HTTPForbidden(
            reason="the playground is for this machine alone: open it as http://localhost"
        )


def _is_from_here(request: web.Request) -> bool:
    peer = request.transport.get_extra_info("peername") if request.transport else None
    if not peer or any(name in request.headers for name in _PASSED_ON):
        return False
    address = ip_address(str(peer[0]).partition("%")[0])
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        return address.ipv4_mapped.is_loopback
    return address.is_loopback


def _names_us(host: str) -> bool:
    try:
        return urlsplit(f"//{host}").hostname in _HOSTS
    except ValueError:
        return False


def _check_origin(request: web.Request) -> None:
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    foreign = site not in (None, "same-origin", "none") or (
        origin is not None and origin != f"http://{request.host}"
    )
    unproved = request.method not in _READING and origin is None and site != "same-origin"
    if foreign or unproved:
        raise web.HTTPForbidden(reason="only the playground's own pages may ask for this")
