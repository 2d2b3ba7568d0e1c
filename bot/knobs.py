"""What can be set at run time beside the owner's files: limits, budget, models, flags, pauses."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from msgspec import Struct

from bot.errors import CommandRefused
from bot.messages import AGENTS

PAUSABLE = ("sms", "web", "all")
NONE = "none"
NO_LIMIT = "none"
_MODEL = re.compile(r"[A-Za-z0-9][\w.:/@-]{0,79}")

Check = Callable[[Any], Any]
"""A value as it is kept. Raises CommandRefused."""


class Knob(Struct, frozen=True):
    """What can be set. present: without anybody's change. source: where that comes from."""

    path: str
    meaning: str
    present: Any
    source: str
    check: Check


class Standing(Struct, frozen=True):
    """What the environment says. set: the names of what is set there; the rest are defaults.
    per_conversation: dollars, by agent; who is not there has no such limit."""

    limits: Mapping[str, tuple[int, int]]
    per_day: float
    alert_at: float
    models: Mapping[str, str]
    flags: Mapping[str, bool]
    set: frozenset[str] = frozenset()
    strong: str = NONE
    fallbacks: str = NONE
    per_conversation: Mapping[str, float] = {}


def knobs_of(standing: Standing) -> dict[str, Knob]:
    """{path: what can be set there}."""
    knobs = [*_limits(standing), *_budget(standing), *_models(standing)]
    knobs += [*_flags(standing), *_pauses()]
    return {knob.path: knob for knob in knobs}


def _limits(standing: Standing) -> list[Knob]:
    told = {
        "per_minute": "messages of one person a minute",
        "burst": "messages of one person at once",
    }
    names = {"per_minute": "ai_rate_limit_per_minute", "burst": "ai_rate_limit_burst"}
    found = []
    for agent in AGENTS:
        values = dict(zip(told, standing.limits[agent], strict=True))
        for name, meaning in told.items():
            of = names[name] if agent == "customer" else ""
            source = _source(standing, of)
            path = f"limits.{agent}.{name}"
            found.append(Knob(path, f"{meaning}, {agent} agent", values[name], source, _count))
    return found


def _budget(standing: Standing) -> list[Knob]:
    wall = "dollars a day for the models; past them the embedded one answers"
    alert = "dollars of a day at which staff are told"
    per_day, alert_at = _written(standing.per_day), _written(standing.alert_at)
    return [
        Knob("budget.per_day", wall, per_day, _source(standing, "ai_max_cost_per_day"), _dollars),
        Knob(
            "budget.alert_at",
            alert,
            alert_at,
            _source(standing, "ai_cost_alert_threshold"),
            _dollars,
        ),
        *(knob for agent in AGENTS for knob in _shares(standing, agent)),
    ]


def _written(dollars: float) -> str:
    """With its parts of a cent, where it has some: a wall is not rounded up."""
    amount = Decimal(str(dollars))
    return f"{amount:.2f}" if amount == round(amount, 2) else f"{amount:f}"


def _shares(standing: Standing, agent: str) -> list[Knob]:
    """Of the day's budget: what one agent may spend of it, and one conversation with that agent."""
    share = f"dollars a day for the {agent} agent's models; none: as much as the day has"
    one = f"dollars for one conversation with the {agent} agent; none: as much as the day has"
    usual = standing.per_conversation.get(agent)
    present = NO_LIMIT if usual is None else f"{usual:.2f}"
    path = f"budget.{agent}"
    return [
        Knob(f"{path}.per_day", share, NO_LIMIT, "default", _dollars_or_none),
        Knob(f"{path}.per_conversation", one, present, "default", _dollars_or_none),
    ]


def _models(standing: Standing) -> list[Knob]:
    return [
        Knob(
            f"models.{agent}",
            f"the {agent} agent's model, by the server's name for it",
            model,
            _source(standing, "openai_model", f"{agent}_agent_model"),
            _model,
        )
        for agent, model in standing.models.items()
    ] + [
        Knob(
            "models.strong",
            "the model that answers what is hard, for every agent; none: their own do",
            standing.strong,
            _source(standing, "openai_strong_model"),
            _model,
        ),
        Knob(
            "models.fallbacks",
            "the models asked in turn where an agent's own fails, with commas between; or none",
            standing.fallbacks,
            _source(standing, "openai_fallback_models"),
            _listed_models,
        ),
    ]


def models_named(values: Mapping[str, Any], agent: str) -> tuple[str, str | None, tuple[str, ...]]:
    """An agent's own model, the one for what is hard, and those asked where its own fails; of the
    knobs' values, by path."""
    strong, fallbacks = values["models.strong"], values["models.fallbacks"]
    others = () if fallbacks == NONE else tuple(fallbacks.split(", "))
    return values[f"models.{agent}"], None if strong == NONE else strong, others


def _flags(standing: Standing) -> list[Knob]:
    told = {
        "chatbot": "off: everything customers write goes to a person",
        "streaming": "off: replies are shown when whole",
        "tool_calling": "off: the customer agent says no price, date or booking",
    }
    return [
        Knob(
            f"flags.{name}",
            meaning,
            standing.flags[name],
            _source(standing, "enable_ai_chatbot" if name == "chatbot" else f"enable_{name}"),
            _flag,
        )
        for name, meaning in told.items()
    ]


def _pauses() -> list[Knob]:
    told = "on: what customers write there goes to a person; see pause_bot"
    return [Knob(f"paused.{channel}", told, False, "default", _flag) for channel in PAUSABLE]


def _source(standing: Standing, *names: str) -> str:
    return "environment" if standing.set.intersection(names) else "default"


def _count(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 10_000:
        raise CommandRefused("write a whole number from 1 to 10000")
    return value


def _dollars(value: Any) -> str:
    try:
        amount = Decimal(str(value))
    except InvalidOperation:
        amount = Decimal(-1)
    if not amount.is_finite() or not 0 <= amount <= 100_000:
        raise CommandRefused("write dollars from 0 to 100000, such as 150.00")
    return f"{amount:.2f}"


def _dollars_or_none(value: Any) -> str:
    plain = str(value).strip("$ ").replace(",", "").lower()
    if plain == NO_LIMIT:
        return NO_LIMIT
    try:
        return _dollars(plain)
    except CommandRefused as fault:
        raise CommandRefused(f"{fault}, or none") from None


def _model(value: Any) -> str:
    if not isinstance(value, str) or _MODEL.fullmatch(value) is None:
        raise CommandRefused("write the model's name as its server has it, such as gpt-6-luna")
    return value


def _listed_models(value: Any) -> str:
    names = [part.strip() for part in value.split(",")] if isinstance(value, str) else [value]
    return ", ".join(map(_model, names))


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise CommandRefused("write on or off")
    return value
