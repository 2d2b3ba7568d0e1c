"""Whose network a request comes from, through proxies that are trusted and others."""

import pytest
from aiohttp.test_utils import make_mocked_request
from multidict import CIMultiDict

from channels.web.addresses import Addresses

PROXIES = ("10.0.0.0/8", "fd00::/8", "192.0.2.1")


def address(remote: str, *forwarded: str, trusted: tuple[str, ...] = PROXIES) -> str:
    headers = CIMultiDict([("X-Forwarded-For", each) for each in forwarded])
    request = make_mocked_request("GET", "/", headers).clone(remote=remote)
    return Addresses(trusted).of(request)


@pytest.mark.parametrize(
    ("remote", "forwarded", "expected"),
    [
        ("198.51.100.7", [], "198.51.100.7"),
        ("10.1.2.3", ["198.51.100.7"], "198.51.100.7"),
        ("10.1.2.3", ["203.0.113.9, 198.51.100.7"], "198.51.100.7"),
        ("10.1.2.3", ["198.51.100.7, 10.9.9.9, 192.0.2.1"], "198.51.100.7"),
        ("10.1.2.3", ["203.0.113.9", "198.51.100.7"], "198.51.100.7"),
        ("10.1.2.3", ["10.4.4.4"], "10.4.4.4"),
        ("10.1.2.3", [], "10.1.2.3"),
        ("10.1.2.3", ["nonsense"], "10.1.2.3"),
        ("10.1.2.3", ["198.51.100.7, nonsense"], "10.1.2.3"),
        ("198.51.100.7", ["203.0.113.9"], "198.51.100.7"),
        ("::ffff:10.1.2.3", ["198.51.100.7"], "198.51.100.7"),
        ("::ffff:198.51.100.7", [], "198.51.100.7"),
        ("2001:db8:1:2:3:4:5:6", [], "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", [], "2001:db8:1:2::/64"),
        ("fd00::1", ["2001:db8:1:3::9"], "2001:db8:1:3::/64"),
        ("", [], "unknown"),
    ],
)
def test_the_first_stranger_counts(remote: str, forwarded: list[str], expected: str) -> None:
    assert address(remote, *forwarded) == expected


def test_nobody_is_trusted_unasked() -> None:
    assert address("127.0.0.1", "198.51.100.7", trusted=()) == "127.0.0.1"
