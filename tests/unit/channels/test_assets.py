"""What the widget weighs, and how it is served."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import orjson
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from channels.web import assets
from channels.web.squeeze import squeeze_css, squeeze_js

_SOURCES = Path(assets.__file__).parent / "static" / "widget"
_MOST_BYTES = 15_000

Client = TestClient[web.Request, web.Application]


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    application = web.Application()
    application.add_routes(assets.routes())
    async with TestClient(TestServer(application)) as client:
        yield client


def test_the_widget_is_small() -> None:
    assert len(assets.widget_script().packed) <= _MOST_BYTES


def test_every_script_is_in_it() -> None:
    assert {path.stem for path in _SOURCES.glob("*.js")} == set(assets.SCRIPTS)


def test_it_makes_no_html_and_runs_no_text() -> None:
    whole = assets.widget_script().body.decode()
    for forbidden in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
        assert forbidden not in whole


@pytest.mark.parametrize("language", assets.languages())
def test_a_language_says_everything(language: str) -> None:
    texts, english = (orjson.loads(assets.widget_texts(each).body) for each in (language, "en"))
    assert texts.keys() | {"direction"} == english.keys()
    for key, text in english.items():
        assert set(re.findall(r"{\w+}", texts.get(key, text))) == set(re.findall(r"{\w+}", text))


def test_every_text_is_said_and_every_said_text_is_there() -> None:
    english = orjson.loads(assets.widget_texts("en").body)
    source = "\n".join(path.read_text() for path in _SOURCES.glob("*.js"))
    said = set(re.findall(r'say\("(\w+)"', source))
    assert said <= english.keys()
    built = {"direction", "joined", "left", "name", "phone", "code"}
    built |= {key for key in english if re.match("tool_|thumb_|.*_wrong$", key)}
    assert english.keys() == said | built


async def test_it_may_be_loaded_from_anywhere(client: Client) -> None:
    answer = await client.get("/widget.js", headers={"Accept-Encoding": "gzip"})
    assert answer.status == 200
    assert answer.content_type == "text/javascript"
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert await answer.read() == assets.widget_script().body  # unpacked by the client
    again = await client.get("/widget.js", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status == 304
    assert again.headers["ETag"] == answer.headers["ETag"]


async def test_who_takes_no_gzip_gets_none(client: Client) -> None:
    answer = await client.get("/widget.js", headers={"Accept-Encoding": "identity"})
    assert "Content-Encoding" not in answer.headers
    assert await answer.read() == assets.widget_script().body


@pytest.mark.parametrize("path", ["/widget/xx.json", "/widget/..%2Fen.json", "/widget/EN.json"])
async def test_there_are_no_other_files(client: Client, path: str) -> None:
    assert (await client.get(path)).status == 404


@pytest.mark.parametrize(
    ("written", "squeezed"),
    [
        ("const number = 1; // one\nuse(number);", "let a=1;use(a);"),
        ("const thing = 1; x.thing = thing;", "let thing=1;x.thing=thing;"),
        ("let count = 0; const made = { count };", "let count=0;let a={count};"),
        ("a + +b; a++ + b;", "a+ +b;a++ +b;"),
        ("const quoted = 'a  b' + `c  d`;", "let a='a  b'+`c  d`;"),
        ("x = /[/ ]+/g.test(y) / 2 / z;", "x=/[/ ]+/g.test(y)/2/z;"),
        ("f((one) => one, (two, three) => 1)", "f(one=>one,(two,three)=>1)"),
        ("async (a) => f(a)(b)", "async a=>f(a)(b)"),
        ("if (a) { b(1, 2, ); }", "if(a){b(1,2)}"),
    ],
)
def test_squeezing_keeps_the_meaning(written: str, squeezed: str) -> None:
    assert squeeze_js(written) == squeezed


def test_squeezing_styles() -> None:
    written = "/* why */\n.a > .b:not(.c, .d) {\n  margin: 0 auto;\n  color: red;\n}\n"
    assert squeeze_css(written) == ".a>.b:not(.c,.d){margin:0 auto;color:red}"
    assert squeeze_css('[role="alert"] { margin: 0.5em 10.05px !important; }') == (
        "[role=alert]{margin:.5em 10.05px!important}"
    )
