"""The website widget's files: one script made of several, and its texts, a file a language."""

import re
import zlib
from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from pathlib import Path
from string import ascii_lowercase

import orjson
from aiohttp import web
from msgspec import Struct

from channels.web.squeeze import squeeze_css, squeeze_js

_FOLDER = Path(__file__).parent / "static" / "widget"
# In the order in which they need each other.
SCRIPTS = (
    *("base", "store", "words", "colours", "markdown", "marks", "phone", "api", "stream"),
    *("ways", "line", "talk", "pictures", "log", "composer", "forms", "feedback", "focus"),
    *("quick", "panel", "main"),
)
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_HEADERS = {
    "Cache-Control": "public, max-age=300, stale-while-revalidate=86400",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Access-Control-Allow-Origin": "*",
    "X-Content-Type-Options": "nosniff",
    "Vary": "Accept-Encoding",
}


class Asset(Struct, frozen=True):
    """A file as it is served. body: as it is; packed: gzipped, once."""

    body: bytes
    packed: bytes
    etag: str
    content_type: str


def routes() -> list[web.RouteDef]:
    """What a page of another site loads; nothing here is anybody's own."""
    return [web.get("/widget.js", widget), web.get("/widget/{language}.json", texts)]


def languages() -> list[str]:
    """The languages the widget speaks."""
    return sorted(path.stem for path in _FOLDER.glob("*.json"))


async def widget(request: web.Request) -> web.Response:
    """The whole widget: one script."""
    return _answer(request, widget_script())


async def texts(request: web.Request) -> web.Response:
    """The widget's texts in one language."""
    language = request.match_info["language"]
    if not _LANGUAGE.fullmatch(language) or language not in languages():
        raise web.HTTPNotFound(reason="the widget does not speak that language")
    return _answer(request, widget_texts(language))


@cache
def widget_script() -> Asset:
    """The script, built when it is first asked for."""
    style = squeeze_css((_FOLDER / "widget.css").read_text())
    parts = [_constant("STYLE", style), _constant("LANGUAGES", languages())]
    parts.extend(map(_script, SCRIPTS))
    whole = squeeze_js(_with_short_variables("\n".join(parts)))
    return _asset(f'(()=>{{"use strict";{whole}}})()'.encode(), "text/javascript")


@cache
def widget_texts(language: str) -> Asset:
    """The texts of a language that languages() names."""
    found = orjson.loads((_FOLDER / f"{language}.json").read_bytes())
    return _asset(orjson.dumps(found), "application/json")


def _with_short_variables(source: str) -> str:
    """The style's own variables, in the script too, by a letter each."""
    names = sorted(set(re.findall(r"--[a-z][a-z-]*(?=:)", source)))
    for name, letter in zip(names, ascii_lowercase, strict=False):
        source = re.sub(rf"{name}(?![\w-])", f"--{letter}", source)
    return source


def _constant(name: str, value: object) -> str:
    return f"const {name} = {orjson.dumps(value).decode()};"


def _script(name: str) -> str:
    return (_FOLDER / f"{name}.js").read_text()


def _asset(body: bytes, content_type: str) -> Asset:
    etag = sha256(body).hexdigest()[:24]
    # Memory level 6 makes shorter blocks, which suit a body that is style first, then script.
    gzip = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | 16, 6)
    return Asset(body, gzip.compress(body) + gzip.flush(), etag, content_type)


def _answer(request: web.Request, asset: Asset) -> web.Response:
    if _has(request.if_none_match, asset.etag):
        answer = web.Response(status=304, headers=_HEADERS)
    else:
        packs = "gzip" in request.headers.get("Accept-Encoding", "")
        body = asset.packed if packs else asset.body
        answer = web.Response(body=body, headers=_HEADERS, content_type=asset.content_type)
        answer.charset = "utf-8"
        if packs:
            answer.headers["Content-Encoding"] = "gzip"
    answer.etag = asset.etag
    return answer


def _has(wanted: Iterable[object] | None, etag: str) -> bool:
    return any(getattr(tag, "value", None) in (etag, "*") for tag in wanted or ())
