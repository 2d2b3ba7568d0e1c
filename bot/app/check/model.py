"""The remote models: is the key taken, and is each configured model alive?"""

import asyncio
import importlib
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from agents.models.address import client_arguments
from agents.models.prices import UNKNOWN
from bot.app.check.clocks import Clocks
from bot.app.check.findings import Findings
from bot.app.parts import prices_of, remote_models
from bot.app.prompts.standing import book_of, peek
from bot.knobs import NONE
from bot.messages import AGENTS
from bot.settings import Settings
from storage import settings as changes

if TYPE_CHECKING:
    from openai import APIStatusError


async def check_model(settings: Settings, findings: Findings, clocks: Clocks) -> None:
    """Asks the server for its list of models."""
    remote = remote_models(settings)
    if remote is None:
        findings.note("OPENAI_API_KEY: the embedded model answers until it is set")
        return
    configured = _configured(settings, await peek(settings, partial(_set_over, settings)) or {})
    openai = await asyncio.to_thread(importlib.import_module, "openai")
    whose = "OPENAI_BASE_URL" if settings.openai_base_url else "OpenAI"
    client = openai.AsyncOpenAI(**client_arguments(remote.api_key, remote.base_url))
    async with client:
        try:
            answer = await client.models.with_raw_response.list()
            alive = {model.id for model in answer.parse().data}
        except openai.APIStatusError as error:
            _refused(error, settings, findings)
        except openai.APITimeoutError:
            raise TimeoutError from None
        except openai.APIConnectionError:
            findings.wrong(f"{whose} is not reached: look at the network, or at the address")
        else:
            clocks.heard(whose, answer.headers)
            _judge(alive, settings, configured, findings)
    await asyncio.to_thread(_find_prices, settings, configured, findings)


def _refused(error: "APIStatusError", settings: Settings, findings: Findings) -> None:
    if error.status_code == 401:
        findings.wrong("OPENAI_API_KEY is refused (401): copy it anew, or make another")
    elif settings.openai_base_url and error.status_code in (404, 405, 501):
        findings.note("OPENAI_BASE_URL answers, but lists no models; they were not tried")
    elif error.status_code == 403:
        findings.note("OPENAI_API_KEY may not list models (403); they were not tried")
    else:
        findings.wrong(f"the models could not be listed ({error.status_code}): try again later")


def _judge(
    alive: set[str], settings: Settings, configured: Mapping[str, str], findings: Findings
) -> None:
    findings.ok("model: the key is taken" if settings.openai_api_key else "model: a server answers")
    for model, names in configured.items():
        if model in alive:
            findings.ok(f"model: {model} is alive ({names})")
        elif settings.openai_base_url:
            findings.note(f"{names}: {model} is not in the server's list; it may know it anyway")
        else:
            near = get_close_matches(model, sorted(alive), n=3)
            instead = f": choose another, such as {', '.join(near)}" if near else ": choose another"
            findings.wrong(f"{names}: {model} is not among the models of this key{instead}")


def _find_prices(settings: Settings, configured: Mapping[str, str], findings: Findings) -> None:
    prices = prices_of(settings)
    for model in configured:
        if not prices.knows(model):
            findings.note(
                f"model: no list knows what {model} costs, so ${UNKNOWN.tokens_in} in and "
                f"${UNKNOWN.tokens_out} out a million tokens are counted; set AI_MODEL_PRICES"
            )


def _set_over(settings: Settings, tx: Connection) -> dict[str, str]:
    """{path: value} of what was set at run time over the environment."""
    values = book_of(settings).present(tx).values
    changed = {change.path for change in changes.in_force(tx) if change.value is not None}
    return {path: values[path] for path in sorted(changed & values.keys())}


def _configured(settings: Settings, over: Mapping[str, str]) -> dict[str, str]:
    """{model: the settings that name it}, also by their defaults. over: set at run time."""
    found: dict[str, str] = {}
    for setting, model in _named(settings, over):
        if setting not in found.setdefault(model, setting).split(", "):
            found[model] += f", {setting}"
    return found


def _named(settings: Settings, over: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """(setting, model), as `bot check` names a setting; one more than once."""
    for agent in AGENTS:
        one = "OPENAI_MODEL" if settings.openai_model else f"{agent.upper()}_AGENT_MODEL"
        yield from _of(f"models.{agent}", over, one, settings.model_of(agent))
    yield from _of("models.strong", over, "OPENAI_STRONG_MODEL", settings.strong_model or NONE)
    others = ", ".join(settings.fallback_models) or NONE
    yield from _of("models.fallbacks", over, "OPENAI_FALLBACK_MODELS", others)


def _of(path: str, over: Mapping[str, str], setting: str, usual: str) -> Iterator[tuple[str, str]]:
    name, models = (f"{path} (set at run time)", over[path]) if path in over else (setting, usual)
    yield from ((name, model) for model in models.split(", ") if model != NONE)
