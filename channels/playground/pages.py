"""The playground's page, the caterer's pretended website, and the files they load."""

from collections.abc import Mapping
from html import escape
from pathlib import Path

from aiohttp import web

from channels.playground.house import Business
from channels.playground.phones import spoken

STATIC_PATH = "/playground/static"
_FOLDER = Path(__file__).parent / "static"
_TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
_SHARED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-cache",
}
# Everything of our own, nothing inline; only the page itself may frame the website.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; "
)
PAGE_POLICY = f"{_POLICY}frame-src 'self'; frame-ancestors 'none'"
SITE_POLICY = f"{_POLICY}frame-ancestors 'self'"


class Pages:
    """The page and the website, filled with the caterer's facts."""

    def __init__(self, business: Business) -> None:
        facts = {
            "name": escape(business.name),
            "description": escape(business.description),
            "phone": escape(spoken(business.phone)),
            "events": _items(business.event_types),
            "included": _items(business.included),
        }
        self._page = _filled("index.html", facts)
        self._site = _filled("site.html", facts)
        self._files = {file.name: file for file in _FOLDER.iterdir() if file.suffix in _TYPES}

    async def page(self, _: web.Request) -> web.Response:
        """The three panes."""
        return _html(self._page, PAGE_POLICY)

    async def site(self, _: web.Request) -> web.Response:
        """A page of the caterer's, with the widget on it."""
        return _html(self._site, SITE_POLICY)

    async def file(self, request: web.Request) -> web.Response:
        """One of the files that lie beside the pages."""
        file = self._files.get(request.match_info["name"])
        if file is None:
            raise web.HTTPNotFound(reason="there is no such file")
        return web.Response(
            body=file.read_bytes(),
            content_type=_TYPES[file.suffix],
            charset="utf-8",
            headers=_SHARED,
        )


def _filled(name: str, facts: Mapping[str, str]) -> str:
    text = (_FOLDER / name).read_text("utf-8")
    for fact, value in facts.items():
        text = text.replace(f"{{{{{fact}}}}}", value)
    return text


def _items(texts: tuple[str, ...]) -> str:
    return "".join(f"<li>{escape(text[:1].upper() + text[1:])}</li>" for text in texts)


def _html(text: str, policy: str) -> web.Response:
    headers = _SHARED | {"Content-Security-Policy": policy}
    return web.Response(text=text, content_type="text/html", headers=headers)
