"""The settings that are more than a word or a number: how each is written in the environment."""

import json
from decimal import Decimal
from ipaddress import ip_network
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr
from pydantic_settings import NoDecode

_PRICES = 'write {"MODEL": {"in": 0.5, "cached": 0.1, "out": 1.5}}, in dollars a million tokens'


def _origin(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/"):
        raise ValueError(f"{value} is no origin: write https://www.example.com")
    return value.rstrip("/")


def _split(value: object) -> object:
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    return value


def _parsed(value: object) -> object:
    return json.loads(value) if isinstance(value, str) else value


def _priced(value: object) -> object:
    try:
        told = _parsed(value)
        if isinstance(told, dict):
            return [{**price, "model": model} for model, price in told.items()]
    except (ValueError, TypeError):
        raise ValueError(_PRICES) from None
    return told


def _origins(value: tuple[str, ...]) -> tuple[str, ...]:
    for each in value:
        if each != "*":
            _origin(each)
    return value


def _networks(value: tuple[str, ...]) -> tuple[str, ...]:
    for each in value:
        ip_network(each)
    return value


class Site(BaseModel):
    """A website whose own server signs who its users are. origin: scheme://host. key: that both
    sides know."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    origin: Annotated[str, AfterValidator(_origin)]
    key: SecretStr = Field(min_length=32)


class ModelPrice(BaseModel):
    """What a model costs, in dollars a million tokens: in, out, and cached (those of the tokens in
    that its server had at hand; left out: as the others)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    model: str
    into: Decimal = Field(ge=0, alias="in")
    out: Decimal = Field(ge=0)
    cached: Decimal | None = Field(None, ge=0)


Listed = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_split)]
"""Words with commas between."""

Origins = Annotated[Listed, AfterValidator(_origins)]
"""Websites' origins with commas between; *: any."""

Networks = Annotated[Listed, AfterValidator(_networks)]
"""IP networks with commas between."""

Sites = Annotated[tuple[Site, ...], NoDecode, BeforeValidator(_parsed)]
"""A JSON list of sites."""

ModelPrices = Annotated[tuple[ModelPrice, ...], NoDecode, BeforeValidator(_priced)]
"""A JSON object: a model's price by its name."""
