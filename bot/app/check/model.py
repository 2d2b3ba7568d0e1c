"""The remote models: is the key taken, and is each configured model alive?"""

import asyncio
import importlib
from collections.abc import Iterator
from difflib import get_close_matches
from typing import TYPE_CHECKING

from bot.app.check.clocks import Clocks
from bot.app.check.findings import Findings
from bot.app.parts import remote_models
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
    client = openai.AsyncOpenAI(api_key=remote.api_key, base_url=remote.base_url, max_retries=0)
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


def _configured(settings: Settings) -> dict[str, str]:
    """{model: the settings that name it}."""
    if settings.openai_model:
        return {settings.openai_model: "OPENAI_MODEL"}
    found: dict[str, str] = {}
    for agent, model in _of_agents(settings):
        setting = f"{agent.upper()}_AGENT_MODEL"
        found[model] = f"{found[model]}, {setting}" if model in found else setting
    return found


def _of_agents(settings: Settings) -> Iterator[tuple[str, str]]:
    return ((agent, settings.model_of(agent)) for agent in _AGENTS)
