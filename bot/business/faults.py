"""What is wrong with an owner's files, told so that an owner can mend it: one line a fault."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from pydantic import AfterValidator, BaseModel, ValidationError
from pydantic_core import ErrorDetails

from bot.errors import ConfigurationError


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to mend: the path of keys within a file, and what to do there."""

    path: str
    mending: str
    file: str = ""

    def __str__(self) -> str:
        return ": ".join(part for part in (self.file, self.path, self.mending) if part)


class ProfileError(ConfigurationError):
    """The owner's files cannot be used as written; the text has one line for each fault."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))


class InconsistentError(ValueError):
    """Values that are each well formed, but do not go together; raised inside models."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(map(str, self.faults)))


_PLAINER = {
    "missing": "is missing: add it",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "int_from_float": "must be a whole number",
    "string_type": 'must be text in quotes, for example "text"',
    "string_too_short": "must not be empty",
    "bool_parsing": "must be true or false",
    "bool_type": "must be true or false",
    "tuple_type": 'must be a list, for example ["one", "two"]',
    "too_short": "needs at least one entry",
}
_WITH_A_LIMIT = {
    "greater_than_equal": "must be {ge} or more",
    "greater_than": "must be more than {gt}",
    "less_than_equal": "must be {le} or less",
    "enum": "must be {expected}",
}
_PLACE_OF_A_KEY = "[key]"


def written_like(pattern: str, mending: str) -> AfterValidator:
    """Return a check that a text fully matches pattern; the mending says how to write it."""
    compiled = re.compile(pattern)

    def check(value: str) -> str:
        if compiled.fullmatch(value) is None:
            raise ValueError(mending)
        return value

    return AfterValidator(check)


def faults_of(error: ValidationError, model: type[BaseModel], data: object) -> tuple[Fault, ...]:
    """Turn pydantic's findings about data into faults, in the order of their paths."""
    found: list[Fault] = []
    for detail in error.errors(include_url=False):
        path = _path(detail["loc"], data)
        cause = detail.get("ctx", {}).get("error")
        if isinstance(cause, InconsistentError):
            found += (replace(fault, path=_joined(path, fault.path)) for fault in cause.faults)
        elif detail["type"] == "extra_forbidden":
            found.append(Fault(path, _unknown_key(detail["loc"], model)))
        else:
            found.append(Fault(path, _mending(detail)))
    return tuple(found)


def _mending(detail: ErrorDetails) -> str:
    if template := _WITH_A_LIMIT.get(detail["type"]):
        return template.format_map(detail["ctx"])
    return _PLAINER.get(detail["type"]) or detail["msg"].removeprefix("Value error, ")


def _joined(path: str, rest: str) -> str:
    return ".".join(part for part in (path, rest) if part)


def _path(loc: Sequence[int | str], data: object) -> str:
    """Return loc as dotted keys, an entry of a list by its key or name, else by its place."""
    path = ""
    for step in loc:
        if isinstance(step, int):
            data = data[step] if isinstance(data, Sequence) and step < len(data) else None
            path += f"[{_entry_name(data) or step + 1}]"
        elif step != _PLACE_OF_A_KEY:
            data = data.get(step) if isinstance(data, Mapping) else None
            path = _joined(path, step)
    return path


def _entry_name(entry: object) -> str | None:
    if not isinstance(entry, Mapping):
        return None
    name = entry.get("key") or entry.get("name")
    return name if isinstance(name, str) else None


def _unknown_key(loc: Sequence[int | str], model: type[BaseModel]) -> str:
    """Say that a key is unknown, and which one may be meant."""
    near = get_close_matches(str(loc[-1]), _known_keys(model), n=1)
    meant = f' (did you mean "{near[0]}"?)' if near else ""
    return f"is no known setting{meant}: correct its spelling or remove it"


def _known_keys(model: type[BaseModel]) -> set[str]:
    """Collect every key of the model and of the models within it."""
    # Hours have a schema only as they are written, not as they are read.
    schema = model.model_json_schema(by_alias=True, mode="serialization")
    parts = [schema, *schema.get("$defs", {}).values()]
    return {key for part in parts for key in part.get("properties", {})}
