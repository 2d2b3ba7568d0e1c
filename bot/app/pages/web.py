"""Web pages fetched with care: their addresses are somebody's, and so is what they answer."""

import asyncio
import socket
from collections.abc import Sequence
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from msgspec import Struct

from bot.app.pages.document import Unreadable

if TYPE_CHECKING:
    from aiohttp import ClientResponse, ClientSession

_SECONDS = 20.0
_MOST_BYTES = 5_000_000
_MOST_REDIRECTS = 5
_HTML = ("text/html", "application/xhtml+xml")
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_AGENT = "MyHibachiBot/1.0 (knowledge pages; started by hand)"


class Fetched(Struct, frozen=True):
    """url: where it was found in the end. charset: as its server says; None: it does not."""

    url: str
    content: bytes
    charset: str | None


async def fetch(url: str, *, private: bool = False) -> Fetched:
    """An HTML page. private: it may be of this machine or its own network. Raises Unreadable."""
    from aiohttp import ClientError, ClientSession, ClientTimeout, TCPConnector

    connector = TCPConnector(resolver=_resolver(private=private), use_dns_cache=False)
    timeout = ClientTimeout(total=_SECONDS)
    headers = {"User-Agent": _AGENT, "Accept": "text/html"}
    try:
        async with (
            asyncio.timeout(_SECONDS),
            ClientSession(connector=connector, timeout=timeout, headers=headers) as session,
        ):
            return await _followed(session, url, private=private)
    except TimeoutError:
        raise Unreadable(f"{url} does not answer within {_SECONDS:.0f} seconds") from None
    except (ClientError, OSError, ValueError) as error:
        cause = getattr(error, "os_error", None)
        why = str(cause) if isinstance(cause, _Private) else type(error).__name__
        raise Unreadable(f"{url} cannot be fetched: {why}") from error


class _Private(OSError):
    """A name stands for an address that is nobody's public one."""


async def _followed(session: "ClientSession", url: str, *, private: bool) -> Fetched:
    """Redirects are followed by hand, since each of them may lead inside."""
    at = url
    for _ in range(_MOST_REDIRECTS + 1):
        _check(at, private=private)
        async with session.get(at, allow_redirects=False) as answer:
            if answer.status in _REDIRECTS and "Location" in answer.headers:
                at = urljoin(at, answer.headers["Location"])
                continue
            return await _read(at, answer)
    raise Unreadable(f"{url} leads from one page to the next")


def _check(url: str, *, private: bool) -> None:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username:
        raise Unreadable(f"{url} is no address of a web page: write https://…")
    try:
        address = ip_address(parts.hostname)
    except ValueError:
        return  # a name: the resolver looks at what it stands for
    if not private and not address.is_global:
        raise Unreadable(f"{url} is in a network of your own: say --private to take it")


async def _read(url: str, answer: "ClientResponse") -> Fetched:
    if answer.status != 200:
        raise Unreadable(f"{url} answers with status {answer.status}")
    if answer.content_type not in _HTML:
        raise Unreadable(
            f"{url} is {answer.content_type}, no web page; of a PDF download the file, and add that"
        )
    content = bytearray()
    async for piece in answer.content.iter_chunked(65_536):
        content += piece
        if len(content) > _MOST_BYTES:
            raise Unreadable(f"{url} is longer than {_MOST_BYTES:,} bytes")
    return Fetched(url, bytes(content), answer.charset)


def _resolver(*, private: bool) -> Any:
    from aiohttp.abc import AbstractResolver, ResolveResult
    from aiohttp.resolver import ThreadedResolver

    class Public(AbstractResolver):
        """Names of public addresses alone; looked up where the connection is made, so that a name
        cannot mean one thing when it is checked and another when it is used."""

        def __init__(self) -> None:
            self._names = ThreadedResolver()

        async def resolve(
            self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
        ) -> list[ResolveResult]:
            found = await self._names.resolve(host, port, family)
            if not private and not _are_public([each["host"] for each in found]):
                raise _Private(f"{host} is in a network of your own: say --private to take it")
            return found

        async def close(self) -> None:
            await self._names.close()

    return Public()


def _are_public(addresses: Sequence[str]) -> bool:
    return all(ip_address(address.partition("%")[0]).is_global for address in addresses)
