"""Whose network a request comes from."""

from collections.abc import Sequence
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

import structlog
from aiohttp import web

_REMEMBERED = 4096  # addresses; each asks more than once

log = structlog.get_logger(__name__)

Network = IPv4Network | IPv6Network


class Addresses:
    """Finds it. trusted: the networks of our own proxies, whose X-Forwarded-For is believed;
    anybody else can write there what they like."""

    def __init__(self, trusted: Sequence[str]) -> None:
        self._trusted: tuple[Network, ...] = tuple(ip_network(each) for each in trusted)
        self._warned = False

    def of(self, request: web.Request) -> str:
        """The address that counts as one caller: of IPv6 the /64, which is one household's."""
        client = request.remote or ""
        forwarded = request.headers.getall("X-Forwarded-For", [])
        if forwarded and self._trusts(client):
            client = self._first_stranger(client, ",".join(forwarded))
        elif forwarded and not self._warned:
            self._warned = True
            log.warning("a proxy that TRUSTED_PROXIES does not name: its visitors count as one")
        return _counted(client)

    def _first_stranger(self, client: str, forwarded: str) -> str:
        """Each proxy adds whom it heard from at the end; the first that is none of ours counts."""
        for hop in reversed([each.strip() for each in forwarded.split(",")]):
            if not _is_address(hop):
                return client
            client = hop
            if not self._trusts(hop):
                return client
        return client

    def _trusts(self, text: str) -> bool:
        if not self._trusted or not _is_address(text):
            return False
        address = _plain(text)
        return any(address in network for network in self._trusted)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _plain(text: str) -> "IPv4Network | IPv6Network | object":
    address = ip_address(text)
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return address


@lru_cache(maxsize=_REMEMBERED)
def _counted(text: str) -> str:
    if not _is_address(text):
        return "unknown"
    address = _plain(text)
    if isinstance(address, IPv6Address):
        return str(IPv6Network((int(address) >> 64 << 64, 64)))
    return str(address)
