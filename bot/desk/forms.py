"""A command's arguments as a form that a person fills in, and back."""

from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Struct
from pydantic import ValidationError

from bot.business.command import Arguments


class Field(Struct, frozen=True):
    """A field of text. label: of its argument. hint: what it means. value: as it stands."""

    name: str
    label: str
    hint: str
    value: str
    required: bool

    @staticmethod
    def faults(arguments: type[Arguments], values: Mapping[str, str]) -> dict[str, str]:
        """{field: what is wrong with what was written into it}."""
        try:
            arguments.model_validate(values_of(arguments, values))
        except ValidationError as error:
            return {str(each["loc"][0]): each["msg"] for each in error.errors() if each["loc"]}
        return {}


class Form(Struct, frozen=True):
    """What can be changed of something. id: its public id."""

    id: str
    title: str
    fields: tuple[Field, ...]


def fields_of(arguments: type[Arguments], values: Mapping[str, Any]) -> tuple[Field, ...]:
    """The fields of a command's arguments, with these values in them."""
    return tuple(
        Field(
            name,
            name.replace("_", " ").capitalize(),
            info.description or "",
            _written(values.get(name)),
            info.is_required(),
        )
        for name, info in arguments.model_fields.items()
    )


def values_of(arguments: type[Arguments], written: Mapping[str, str]) -> dict[str, Any]:
    """Arguments of what was written, unchecked; a field that was left empty is left out."""
    known = {name: text.strip() for name, text in written.items() if name in arguments.model_fields}
    return {name: _read(text) for name, text in known.items() if text}


def _written(value: Any) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    return msgspec.json.encode(value).decode()


def _read(text: str) -> Any:
    """Lists and tables are written as JSON; anything else is a text that the model reads."""
    if text[0] in "[{":
        try:
            return msgspec.json.decode(text)
        except msgspec.DecodeError:
            return text
    return text
