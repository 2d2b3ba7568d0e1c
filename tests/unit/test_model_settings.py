"""Which models the settings name: the agents' own, the strong one, those asked where one fails."""

import pytest

from bot.app.parts import remote_models
from bot.app.rules import standing_of
from bot.errors import CommandRefused
from bot.knobs import knobs_of, models_named
from bot.settings import Settings


def named(agent: str, **settings: object) -> tuple[str, str | None, tuple[str, ...]]:
    whole = Settings(_env_file=None, openai_api_key="k", **settings)  # type: ignore[arg-type]
    remote = remote_models(whole)
    assert remote is not None
    lineup = remote.lineup_of(agent)
    present = {path: knob.present for path, knob in knobs_of(standing_of(whole)).items()}
    assert models_named(present, agent) == (lineup.usual, lineup.strong, lineup.others)
    return lineup.usual, lineup.strong, lineup.names()


def test_by_default() -> None:
    luna, other, terra = "gpt-6-luna", "gpt-5.6-luna", "gpt-6.1-terra"
    assert named("customer") == (luna, terra, (luna, other, terra))
    assert named("analytics") == (terra, terra, (terra, other))


def test_one_model_for_all_is_the_only_one_unless_others_are_named() -> None:
    assert named("staff", openai_model="llama") == ("llama", None, ("llama",))
    both = named("staff", openai_model="llama", openai_strong_model="qwen")
    assert both == ("llama", "qwen", ("llama", "qwen"))


def test_none_switches_off() -> None:
    off = {"openai_strong_model": "none", "openai_fallback_models": "none"}
    assert named("customer", **off) == ("gpt-6-luna", None, ("gpt-6-luna",))
    several = named("customer", openai_fallback_models="a, b , a", openai_strong_model="b")
    assert several == ("gpt-6-luna", "b", ("gpt-6-luna", "a", "b"))


def test_they_can_be_set_at_run_time() -> None:
    knobs = knobs_of(standing_of(Settings(_env_file=None)))
    assert knobs["models.strong"].check("none") == "none"
    assert knobs["models.fallbacks"].check("a,b ,  c") == "a, b, c"
    for path, value in (("models.fallbacks", "a, rm -rf"), ("models.strong", ["a"])):
        with pytest.raises(CommandRefused, match="as its server has it"):
            knobs[path].check(value)
    set_there = Settings(_env_file=None, openai_strong_model="a")
    assert knobs_of(standing_of(set_there))["models.strong"].source == "environment"
