"""The API's checks of the tools a request offers."""

import re
from collections.abc import Iterator
from typing import Any

Flaw = tuple[str, str | None, str | None]

_NAME = re.compile(r"[a-zA-Z0-9_-]{1,64}")


def tool_flaws(body: dict[str, Any]) -> Iterator[Flaw]:
    """What is wrong with `tools` and the parameters that go with it: text, parameter, code."""
    tools = body.get("tools")
    if tools is None:
        for name in ("tool_choice", "parallel_tool_calls"):
            if body.get(name) is not None:
                yield f"'{name}' is only allowed when 'tools' are specified.", name, None
        return
    if not tools:
        text = "Invalid 'tools': empty array. Expected an array with minimum length 1."
        yield text, "tools", "empty_array"
    for place, tool in enumerate(tools):
        yield from _function_flaws(f"tools[{place}].function", tool.get("function") or {})


def _function_flaws(where: str, function: dict[str, Any]) -> Iterator[Flaw]:
    name, schema = str(function.get("name", "")), function.get("parameters")
    if not _NAME.fullmatch(name):
        text = f"Invalid '{where}.name': string does not match pattern '^[a-zA-Z0-9_-]+$'."
        yield text, f"{where}.name", "invalid_value"
    if schema is None:
        return
    if schema.get("type") != "object":
        yield _invalid(name, "schema must be a JSON Schema of 'type: \"object\"'"), *_at(where)
    if function.get("strict"):
        for flaw in _strict_flaws(schema):
            yield _invalid(name, flaw), *_at(where)


def _strict_flaws(schema: object) -> Iterator[str]:
    """Strict schemas close every object and require every property, at any depth."""
    if isinstance(schema, list):
        for each in schema:
            yield from _strict_flaws(each)
    if not isinstance(schema, dict):
        return
    properties = schema.get("properties")
    if schema.get("type") == "object" and schema.get("additionalProperties") is not False:
        yield "'additionalProperties' is required to be supplied and to be false."
    if isinstance(properties, dict) and set(properties) - set(schema.get("required", [])):
        yield "'required' is required to be an array including every key in properties."
    for each in schema.values():
        yield from _strict_flaws(each)


def _invalid(name: str, why: str) -> str:
    return f"Invalid schema for function '{name}': {why}"


def _at(where: str) -> tuple[str, str]:
    return f"{where}.parameters", "invalid_function_parameters"
