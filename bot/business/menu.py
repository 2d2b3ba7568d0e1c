"""The menu: what is served, at what price, and what each plate contains."""

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from bot.business.faults import Fault, InconsistentError, written_like
from bot.business.money import Cents

Key = Annotated[
    str, written_like("[a-z][a-z0-9_]*", 'is no key: write small letters, such as "tree_nuts"')
]


class Content(StrEnum):
    """Whether a plate as served, sides and sauces included, holds an allergen."""

    CONTAINS = "contains"
    FREE_OF = "free of"
    CAN_BE_MADE = "can be made"
    UNKNOWN = "unknown"


class Suits(StrEnum):
    """Whether a plate as served suits a diet."""

    YES = "yes"
    NO = "no"
    CAN_BE_MADE = "can be made"
    UNKNOWN = "unknown"


class MenuItem(BaseModel):
    """A dish or an extra. An allergen or diet it does not state is unknown."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: Key
    name: str = Field(min_length=1)
    price_cents: Cents = Field(alias="price")
    description: str
    also_called: tuple[str, ...] = ()
    allergens: dict[Key, Content] = Field(default_factory=dict)
    diets: dict[Key, Suits] = Field(default_factory=dict)

    def content(self, allergen: str) -> Content:
        """Return how the dish stands to an allergen; what the menu does not say is unknown."""
        return self.allergens.get(allergen, Content.UNKNOWN)

    def suits(self, diet: str) -> Suits:
        """Return whether the dish suits a diet; what the menu does not say is unknown."""
        return self.diets.get(diet, Suits.UNKNOWN)


class Children(BaseModel):
    """One price for a child's plate, whatever dish it is."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    price_cents: Cents = Field(alias="price")
    up_to_age: int = Field(ge=1, le=17)


class Menu(BaseModel):
    """Everything served. Each allergen and diet is listed with the words customers use for it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    children: Children
    dishes: tuple[MenuItem, ...] = Field(min_length=1)
    extras: tuple[MenuItem, ...] = ()
    allergen_words: dict[Key, tuple[str, ...]]
    diet_words: dict[Key, tuple[str, ...]]

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Self:
        if faults := [*self._repeated_keys(), *self._unlisted_words()]:
            raise InconsistentError(faults)
        return self

    def _repeated_keys(self) -> Iterator[Fault]:
        seen: set[str] = set()
        for path, item in self._items():
            if item.key in seen:
                yield Fault(f"{path}.key", f'"{item.key}" is used twice: give each item its own')
            seen.add(item.key)

    def _unlisted_words(self) -> Iterator[Fault]:
        for path, item in self._items():
            for allergen in item.allergens.keys() - self.allergen_words.keys():
                yield Fault(
                    f"{path}.allergens.{allergen}", "is not in allergen_words: add it or respell it"
                )
            for diet in item.diets.keys() - self.diet_words.keys():
                yield Fault(f"{path}.diets.{diet}", "is not in diet_words: add it or respell it")

    def _items(self) -> Iterator[tuple[str, MenuItem]]:
        for item in self.dishes:
            yield f"dishes[{item.key}]", item
        for item in self.extras:
            yield f"extras[{item.key}]", item


def find_item(items: Sequence[MenuItem], said: str) -> MenuItem | None:
    """Return the item a customer calls so, by its key, its name or another name of it."""
    wanted = _plain(said)
    for item in items:
        if wanted in {_plain(word) for word in (item.key, item.name, *item.also_called)}:
            return item
    return None


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", text.lower()))
