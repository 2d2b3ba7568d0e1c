"""Changes laid over the owner's files: by a path of keys, an entry of a list by its key or its
name ("menu.dishes.chicken.price", "holidays.thanksgiving.events")."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

REMOVED: dict[str, bool] = {"removed": True}
"""The value of a path that is to be there no more."""

_REMOVE = "remove"
_FIGURE = re.compile(r"-?\d+(?:\.\d+)?")
_MISSING = object()
_SWITCHED = {"on": True, "yes": True, "true": True, "off": False, "no": False, "false": False}


class NoSuchPath(ValueError):
    """A path leads nowhere; the text says where it ends."""


def slug(name: str) -> str:
    """A key or name as a path has it: "New Year's Day" is new_years_day."""
    plain = name.lower().replace("'", "").replace("’", "")
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")


def steps_of(path: str) -> tuple[str, ...]:
    """The steps of a path as people write it: also menu.dishes[chicken].price."""
    plain = path.replace("[", ".").replace("]", "")
    return tuple(slug(step) for step in plain.split(".") if slug(step))


def value_at(data: Any, steps: Sequence[str]) -> Any:
    """What stands at a path; None where nothing does."""
    for step in steps:
        data = _child(data, step)
        if data is _MISSING:
            return None
    return data


def is_there(data: Any, steps: Sequence[str]) -> bool:
    """Whether a path leads to something."""
    for step in steps:
        data = _child(data, step)
    return data is not _MISSING


def laid(data: Any, steps: Sequence[str], value: Any) -> Any:
    """The data with one value in its place, or taken out where it is REMOVED. The data itself
    stays as it is. Raises NoSuchPath."""
    step, *rest = steps
    if isinstance(data, Mapping):
        return _laid_in_table(data, step, rest, value)
    if isinstance(data, list):
        return _laid_in_list(data, step, rest, value)
    raise NoSuchPath(f'there is nothing called "{step}" there')


def _laid_in_table(
    data: Mapping[str, Any], step: str, rest: Sequence[str], value: Any
) -> dict[str, Any]:
    if rest:
        if step not in data:
            raise NoSuchPath(f'there is nothing called "{step}"; there is {_names(data)}')
        return {**data, step: laid(data[step], rest, value)}
    if value == REMOVED:
        return {key: kept for key, kept in data.items() if key != step}
    return {**data, step: value}


def _laid_in_list(data: list[Any], step: str, rest: Sequence[str], value: Any) -> list[Any]:
    at = next((i for i, entry in enumerate(data) if slug(name_of(entry)) == step), None)
    if at is None:
        if rest or value == REMOVED:
            raise NoSuchPath(f'there is no entry called "{step}"; there is {_names(data)}')
        return [*data, value]
    if rest:
        return [*data[:at], laid(data[at], rest, value), *data[at + 1 :]]
    return [*data[:at], *([] if value == REMOVED else [value]), *data[at + 1 :]]


def name_of(entry: Any) -> str:
    """What an entry of a list goes by."""
    if isinstance(entry, Mapping):
        return str(entry.get("key") or entry.get("name") or "")
    return str(entry)


def _child(data: Any, step: str) -> Any:
    if isinstance(data, Mapping):
        return data.get(step, _MISSING)
    if isinstance(data, list):
        return next((entry for entry in data if slug(name_of(entry)) == step), _MISSING)
    return _MISSING


def _names(data: Any) -> str:
    names = list(data) if isinstance(data, Mapping) else [slug(name_of(each)) for each in data]
    return ", ".join(names[:30]) or "nothing"


def leaves(data: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Each path that holds a value, and the value; a list of plain values is one."""
    if isinstance(data, Mapping):
        for key, value in data.items():
            yield from leaves(value, f"{path}.{key}" if path else key)
    elif isinstance(data, list) and any(isinstance(entry, Mapping) for entry in data):
        for entry in data:
            yield from leaves(entry, f"{path}.{slug(name_of(entry))}")
    else:
        yield path, data


def read_value(text: str, present: Any, entry: str = "") -> Any:
    """A value as people write it, in the shape of what stands there now. entry: the name of a new
    entry that says none."""
    text = text.strip()
    if text.lower() == _REMOVE:
        return REMOVED
    if isinstance(present, bool):
        return _SWITCHED.get(text.lower(), text)
    if isinstance(present, str):
        return _as_text(text, present)
    if isinstance(present, list) and text[:1] != "[":
        return [line.strip(" -") for line in text.splitlines() if line.strip(" -")]
    read = _json(text)
    if isinstance(read, dict) and entry and not ({"key", "name"} & read.keys()):
        return {"name": entry, **read}
    return read


def _as_text(text: str, present: str) -> str:
    read = _json(text)
    plain = read if isinstance(read, str) else text
    if _FIGURE.fullmatch(present):
        return plain.strip("$% ").replace(",", "")
    return plain


def _json(text: str) -> Any:
    try:
        return json.loads(text, parse_float=str)
    except ValueError:
        return text


def shown(value: Any) -> str | None:
    """A value for people to read; None: nothing."""
    if value is None or value == REMOVED:
        return None
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, list):
        return "; ".join(shown(each) or "" for each in value) or "nothing"
    if isinstance(value, Mapping):
        return ", ".join(f"{k}: {shown(v)}" for k, v in value.items() if v is not None)
    return str(value)
