"""The remote models: is the key taken, and is each configured model alive?"""

import asyncio
import importlib
from collections.abc import Iterator
from difflib import get_close_matches
from typing import TYPE_CHECKING

from agents.models.address import client_arguments
from agents.models.prices import UNKNOWN
from bot.app.check.clocks import Clocks
from bot.app.check.findings import Findings
from bot.app.parts import prices_of, remote_models
from bot.settings import Settings

if TYPE_CHECKING:
    from openai import APIStatusError

_AGENTS = ("customer", "staff", "admin", "analytics")


async def check_model(settings: Settings, findings: Findings, clocks: Clocks) -> None:
    """Asks the server for its list of models."""
    remote = remote_models(settings)
    if remote is None:
        findings.note("OPENAI_API_KEY: the embedded model answers until it is set")
        return
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
            _judge(alive, settings, findings)
    await asyncio.to_thread(_find_prices, settings, findings)


def _refused(error: "APIStatusError", settings: Settings, findings: Findings) -> None:
    if error.status_code == 401:
        findings.wrong("OPENAI_API_KEY is refused (401): copy it anew, or make another")
    elif settings.openai_base_url and error.status_code in (404, 405, 501):
        findings.note("OPENAI_BASE_URL answers, but lists no models; they were not tried")
    elif error.status_code == 403:
        findings.note("OPENAI_API_KEY may not list models (403); they were not tried")
    else:
        findings.wrong(f"the models could not be listed ({error.status_code}): try again later")


def _judge(alive: set[str], settings: Settings, findings: Findings) -> None:
    findings.ok("model: the key is taken" if settings.openai_api_key else "model: a server answers")
    for model, names in _configured(settings).items():
        if model in alive:
            findings.ok(f"model: {model} is alive ({names})")
        elif settings.openai_base_url:
            findings.note(f"{names}: {model} is not in the server's list; it may know it anyway")
        else:
            near = get_close_matches(model, sorted(alive), n=3)
            instead = f": choose another, such as {', '.join(near)}" if near else ": choose another"
            findings.wrong(f"{names}: {model} is not among the models of this key{instead}")


def _find_prices(settings: Settings, findings: Findings) -> None:
    prices = prices_of(settings)
    for model in _configured(settings):
        if not prices.knows(model):
            findings.note(
                f"model: no list knows what {model} costs, so ${UNKNOWN.tokens_in} in and "
                f"${UNKNOWN.tokens_out} out a million tokens are counted; set AI_MODEL_PRICES"
            )


def _configured(settings: Settings) -> dict[str, str]:
    """{model: the settings that name it}, also by their defaults."""
    found: dict[str, str] = {}
    for setting, model in _named(settings):
        found[model] = f"{found[model]}, {setting}" if model in found else setting
    return found


def _named(settings: Settings) -> Iterator[tuple[str, str]]:
    if settings.openai_model:
        yield "OPENAI_MODEL", settings.openai_model
    else:
        yield from ((f"{agent.upper()}_AGENT_MODEL", settings.model_of(agent)) for agent in _AGENTS)
    if settings.strong_model:
        yield "OPENAI_STRONG_MODEL", settings.strong_model
    yield from (("OPENAI_FALLBACK_MODELS", model) for model in settings.fallback_models)
