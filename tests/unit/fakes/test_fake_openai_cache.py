"""What the stand-in finds of a prompt again is what the API would find."""

from typing import Any

from tests.fakes.openai import PromptCache

NEW, OLD = "gpt-6-luna", "gpt-5.4-mini"
RULES = "Be kind to customers. " * 400
MARK = {"prompt_cache_breakpoint": {"mode": "explicit"}}


def body(model: str, *said: str, state: str, marked: bool = False) -> dict[str, Any]:
    """A conversation, and a state at its end that is never the same."""
    stable = [{"role": "user", "content": text} for text in (RULES, *said)]
    if marked:
        for line in stable:
            line["content"] = [{"type": "text", "text": line["content"], **MARK}]  # type: ignore[assignment]
    options = {"prompt_cache_options": {"mode": "explicit"}} if marked else {}
    return {"model": model, "messages": [*stable, {"role": "system", "content": state}], **options}


def test_older_models_find_the_same_beginning_in_blocks() -> None:
    cache = PromptCache()
    assert cache.take(body(OLD, "Hi", state="one")).cached == 0
    found = cache.take(body(OLD, "Hi", "Menu?", state="two"))
    assert found.cached % 128 == 0
    assert found.prompt - found.cached < 200
    assert cache.take(body(OLD, "Hi", state="x") | {"prompt_cache_key": "other"}).cached == 0


def test_newer_ones_find_nothing_before_an_end_that_changes_unless_it_is_marked() -> None:
    cache = PromptCache()
    cache.take(body(NEW, "Hi", state="one"))
    assert cache.take(body(NEW, "Hi", "Menu?", state="two")).cached == 0
    cache = PromptCache()
    first = cache.take(body(NEW, "Hi", state="one", marked=True))
    then = cache.take(body(NEW, "Hi", "Menu?", state="two", marked=True))
    assert (first.cached, then.cached) == (0, first.written)
    assert 0 < then.written < 50
    assert then.prompt - then.cached < 50


def test_too_short_a_prompt_is_not_kept() -> None:
    cache = PromptCache()
    short = {"model": OLD, "messages": [{"role": "user", "content": "Hi"}]}
    assert cache.take(short).cached == cache.take(short).cached == 0
