"""Calls that a server left in the text, as it does for a model whose template it does not know."""

import ast
import json
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from bot.messages import ToolCall

_TAGGED = re.compile(r"<(tool_call|function_call|tool_calls)>(?P<body>.*?)(?:</\1>|\Z)", re.DOTALL)
_FENCED = re.compile(
    r"```(?:json|tool_calls?|tool_code|python)?\s*(?P<body>.*?)(?:```|\Z)", re.DOTALL
)
_MARKED = re.compile(r"(?:\[TOOL_CALLS\]|<\|python_tag\|>)(?P<body>.*)", re.DOTALL)
_HARMONY = re.compile(
    r"(?:<\|start\|>assistant)?<\|channel\|>\w+ to=(?P<name>[\w.]+).*?<\|message\|>(?P<body>\{.*?)"
    r"(?:<\|call\|>|\Z)",
    re.DOTALL,
)
_NAMED = re.compile(r"<function=(?P<name>[\w.-]+)>(?P<body>.*?)(?:</function>|\Z)", re.DOTALL)
_PARAMETER = re.compile(r"<parameter=(?P<name>\w+)>\n?(?P<value>.*?)\n?</parameter>", re.DOTALL)
_NAME_FIRST = re.compile(r"\s*(?P<name>[\w.]+)\s*(?:\[ARGS\])?\s*(?=\{)")
_SPOKEN = re.compile(r"\[?\s*(?:[\w]+\.)*\w+\s*\(.*\)\s*\]?\s*\Z", re.DOTALL)
_BETWEEN = re.compile(r"[\s,;]*")
_SPACE = re.compile(r"[\s\"'\\]+")
_OBJECT = re.compile(r"\{\s*\"")
_MOST_OBJECTS = 20  # that are looked at among words
_LONGEST = 20_000  # characters; more than any answer has that is allowed 1500 tokens
_MARKUP = re.compile(
    r"</?tool_call|\[TOOL_CALLS|</?function[=_>]|<\|\w+\|>"
    r"|\{\s*\"name\"\s*:.{0,200}?\"(?:arguments|parameters)\"\s*:",
    re.DOTALL,
)
_WRAPPINGS = (_TAGGED, _MARKED, _FENCED)

Read = tuple[str, list[ToolCall]]
"""The text without the calls, and the calls."""


def calls_in_text(
    text: str, offered: frozenset[str], heard: Iterable[str] = ()
) -> tuple[str, tuple[ToolCall, ...]]:
    """The text without the calls in it, and the calls; only such to offered tools are any. heard:
    what others said. What the model quotes of it is no call of its own: who can write to it could
    else have any tool called."""
    if len(text) > _LONGEST:
        return text, ()
    for read in (_harmony, _functions, _wrapped, _as_json, _as_program, _among_words):
        rest, calls = read(text)
        if calls and all(call.name in offered for call in calls):
            if any(_is_quoted(call, heard) for call in calls):
                return text, ()
            return rest.strip(), tuple(calls)
    return text, ()


def looks_like_a_call(text: str) -> bool:
    """Whether what would be said holds a call, or what is left of one: nobody should read it."""
    return _MARKUP.search(text) is not None


def plain_name(name: str) -> str:
    """A tool's name without the namespace that some templates give it, and without a number."""
    return re.sub(r"\A(?:functions|default_api|tools?|api)[.:/]|:\d+\Z", "", name.strip())


def _is_quoted(call: ToolCall, heard: Iterable[str]) -> bool:
    """A call without arguments says too little to be a quotation."""
    said = _bare(call.arguments)
    return len(said) > 2 and any(said in _bare(text) for text in heard if call.name in text)


def _bare(text: str) -> str:
    return _SPACE.sub("", text)


def _harmony(text: str) -> Read:
    found = _HARMONY.finditer(text)
    calls = [ToolCall("", plain_name(each["name"]), each["body"].strip()) for each in found]
    return _HARMONY.sub("", text), calls


def _functions(text: str) -> Read:
    """<function=name>, with JSON in it, or a tag for each argument."""
    calls = []
    for each in _NAMED.finditer(text):
        body = each["body"].strip()
        values = {one["name"]: _value(one["value"]) for one in _PARAMETER.finditer(body)}
        arguments = _dumps(values) if values else body or "{}"
        calls.append(ToolCall("", plain_name(each["name"]), arguments))
    rest = re.sub(r"</?tool_call>", "", _NAMED.sub("", text))
    return rest, calls


def _dumps(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _value(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def _wrapped(text: str) -> Read:
    """Between marks, with words around them."""
    for wrapping in _WRAPPINGS:
        bodies = [each["body"] for each in wrapping.finditer(text)]
        calls = [call for body in bodies for call in _listed(body)]
        if calls:
            return wrapping.sub("", text), calls
    return text, []


def _listed(body: str) -> list[ToolCall]:
    return _as_json(body)[1] or _name_first(body) or _as_program(body)[1]


def _as_json(text: str) -> Read:
    """Nothing but JSON."""
    bare = re.sub(r"```(?:json|tool_calls?)?|\[TOOL_CALLS\]|<\|python_tag\|>", " ", text)
    try:
        wishes = [wish for value in _values(bare) for wish in _wishes(value)]
    except (ValueError, RecursionError):
        return text, []
    calls = [_call(wish) for wish in wishes if isinstance(wish, dict)]
    return "", calls if len(calls) == len(wishes) else []


def _values(text: str) -> Iterator[object]:
    decoder, place = json.JSONDecoder(), _skip(text, 0)
    while place < len(text):
        value, end = decoder.raw_decode(text, place)
        yield value
        place = _skip(text, end)


def _skip(text: str, place: int) -> int:
    between = _BETWEEN.match(text, place)
    return between.end() if between else place


def _wishes(value: object) -> list[object]:
    if isinstance(value, dict) and isinstance(value.get("tool_calls"), list):
        return list(value["tool_calls"])
    return value if isinstance(value, list) else [value]


def _call(wish: dict[str, Any]) -> ToolCall:
    inner = wish.get("function")
    called: dict[str, Any] = inner if isinstance(inner, dict) else wish
    name = called.get("name") or called.get("tool") or inner
    arguments: Any = next((called[key] for key in _ARGUMENTS if called.get(key)), {})
    text = arguments if isinstance(arguments, str) else _dumps(arguments)
    return ToolCall(str(wish.get("id") or ""), plain_name(str(name)), text)


_ARGUMENTS = ("arguments", "parameters", "args", "input")


def _name_first(body: str) -> list[ToolCall]:
    """name{...}, one after the other."""
    decoder, calls, place = json.JSONDecoder(), [], 0
    while named := _NAME_FIRST.match(body, place):
        try:
            value, place = decoder.raw_decode(body, named.end())
        except (ValueError, RecursionError):
            return []
        calls.append(ToolCall("", plain_name(named["name"]), _dumps(value)))
        place = _skip(body, place)
    return calls if not body[place:].strip() else []


def _as_program(text: str) -> Read:
    """Nothing but name(...), with an object, or with named values, in it."""
    if not _SPOKEN.match(text.strip()):
        return text, []
    try:
        tree = ast.parse(text.strip(), mode="eval").body
        nodes = tree.elts if isinstance(tree, ast.List) else [tree]
        return "", [_spoken(node) for node in nodes]
    except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
        return text, []


def _spoken(node: ast.expr) -> ToolCall:
    """Raises ValueError for anything but plain values."""
    if not isinstance(node, ast.Call) or len(node.args) > 1:
        raise ValueError
    values = ast.literal_eval(node.args[0]) if node.args else {}
    if not isinstance(values, dict):
        raise ValueError
    for each in node.keywords:
        values[each.arg or ""] = ast.literal_eval(each.value)
    return ToolCall("", plain_name(ast.unparse(node.func)), _dumps(values))


def _among_words(text: str) -> Read:
    """One object that names a tool and its arguments, with words around it."""
    decoder = json.JSONDecoder()
    for begun in islice(_OBJECT.finditer(text), _MOST_OBJECTS):
        try:
            value, end = decoder.raw_decode(text, begun.start())
        except (ValueError, RecursionError):
            continue
        if isinstance(value, dict) and "name" in value and any(key in value for key in _ARGUMENTS):
            return f"{text[: begun.start()]}{text[end:]}", [_call(value)]
    return text, []
