"""Where files may be fetched from, and who is told the account's credentials.

A media URL comes in a signed webhook, but leads on to whatever store its server names: nobody
there may get the credentials, and nothing of this machine's own network may be asked.
"""

import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from aiohttp import TCPConnector, ThreadedResolver
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

_VENDOR = "twilio.com"
_NAT64 = IPv6Network("64:ff9b::/96")


class Reach:
    """What may be reached. api_url: the stand-in that TWILIO_API_URL names; it counts as Twilio."""

    def __init__(self, api_url: str = "") -> None:
        self._stand_in = URL(api_url).origin() if api_url else None

    def is_twilio(self, url: URL) -> bool:
        """Whether it is told the credentials."""
        if self._stand_in is not None and url.origin() == self._stand_in:
            return True
        host = url.raw_host or ""
        return _is_safe(url) and (host == _VENDOR or host.endswith(f".{_VENDOR}"))

    def allows(self, url: URL) -> bool:
        """Whether it may be asked at all."""
        if self.is_twilio(url):
            return True
        return _is_safe(url) and _is_public_host(url.raw_host or "")

    def connector(self, url: URL) -> TCPConnector:
        """Connects to it; to a private address only where that is the stand-in's."""
        if self._stand_in is not None and url.origin() == self._stand_in:
            return TCPConnector()
        return TCPConnector(resolver=PublicResolver(), use_dns_cache=False)


class PublicResolver(AbstractResolver):
    """Resolves names to public addresses alone. The connection goes to just what was looked at,
    so that a name cannot change its address in between."""

    def __init__(self) -> None:
        self._resolver = ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Raises OSError where there is no address, or a private one among them."""
        found = await self._resolver.resolve(host, port, family)
        if not all(is_public(each["host"]) for each in found):
            raise OSError(f"{host} has an address that is not public")
        return found

    async def close(self) -> None:
        await self._resolver.close()


def is_public(address: str) -> bool:
    """Whether an IP address is the internet's: no machine's own, no private network's."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    inner = _inner(found)
    return inner.is_global and not inner.is_multicast


def _inner(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The IPv4 address that an IPv6 one wraps, where it does."""
    if isinstance(address, IPv4Address):
        return address
    if address in _NAT64:
        return IPv4Address(address.packed[-4:])
    return address.ipv4_mapped or address.sixtofour or address


def _is_public_host(host: str) -> bool:
    """A name is looked at when it is resolved; an address, which never is, here."""
    try:
        ip_address(host)
    except ValueError:
        return bool(host)
    return is_public(host)


def _is_safe(url: URL) -> bool:
    names_somebody = url.raw_user is not None or url.raw_password is not None
    return url.scheme == "https" and url.is_default_port() and not names_somebody
