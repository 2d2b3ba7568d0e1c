"""Whether what happened is what a scenario wanted: calls of tools, values, words."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from bot.app.evaluation.claims import claimed
from bot.app.evaluation.phrases import Phrase, plain
from bot.app.evaluation.results import Use
from bot.app.evaluation.scenario import Called, Must, MustNot


def faults_of_must(must: Must, said: str, uses: Sequence[Use]) -> Iterator[str]:
    """What is missing of what must be."""
    for phrase in must.says:
        if not phrase.is_in(said):
            yield f"does not say: {phrase.written}"
    for wanted in must.calls:
        if not _is_called(wanted, uses):
            yield f"does not call {in_words(wanted)}{_called_instead(wanted, uses)}"


def faults_of_must_not(must_not: MustNot, said: str, uses: Sequence[Use]) -> Iterator[str]:
    """What there is of what must not be."""
    for phrase in must_not.says:
        if phrase.is_in(said):
            yield f"says what it must not: {phrase.written}"
    for unwanted in must_not.calls:
        if _is_called(unwanted, uses):
            yield f"calls what it must not: {in_words(unwanted)}"
    for claim in must_not.claims:
        if (words := claimed(claim, said)) is not None:
            yield f"claims {claim}: {words!r}"


def tools_named(must: Must, must_not: MustNot) -> Iterator[str]:
    """The tools that are spoken of."""
    for call in (*must.calls, *must_not.calls):
        yield from _tools(call)


def expectations(must: Must, must_not: MustNot) -> Iterator[str]:
    """What is wanted, in words."""
    yield from (f"says: {phrase.written}" for phrase in must.says)
    yield from (f"calls {in_words(call)}" for call in must.calls)
    yield from (f"does not say: {phrase.written}" for phrase in must_not.says)
    yield from (f"does not call {in_words(call)}" for call in must_not.calls)
    yield from (f"does not claim {claim}" for claim in must_not.claims)


def in_words(call: str | Called) -> str:
    """A call as people read it."""
    if isinstance(call, str):
        return call
    values = ", ".join(f"{name} {value}" for name, value in call.values.items())
    return f"{call.tool} with {values}" if values else call.tool


def _is_called(wanted: str | Called, uses: Iterable[Use]) -> bool:
    values = {} if isinstance(wanted, str) else wanted.values
    return any(
        use.name in _tools(wanted) and did_something(use) and _holds(_object(use.arguments), values)
        for use in uses
    )


def _tools(call: str | Called) -> list[str]:
    """Any of them will do: get_menu|search_knowledge."""
    return (call if isinstance(call, str) else call.tool).split("|")


def did_something(use: Use) -> bool:
    """Whether a call was carried out; one that was refused did nothing."""
    return "error" not in _object(use.result)


def _called_instead(wanted: str | Called, uses: Sequence[Use]) -> str:
    near = [use for use in uses if use.name in _tools(wanted)]
    if near:
        refused = "" if did_something(near[-1]) else ", which was refused"
        return f" (but with {near[-1].arguments}{refused})"
    names = ", ".join(dict.fromkeys(use.name for use in uses))
    return f" (called: {names or 'nothing'})"


def _holds(arguments: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
    return all(agrees(value, arguments.get(name)) for name, value in wanted.items())


def agrees(wanted: Any, found: Any) -> bool:
    """Whether a value is the one that was written; a text need only hold it."""
    if isinstance(wanted, list):
        return isinstance(found, list) and all(any(agrees(w, f) for f in found) for w in wanted)
    if isinstance(wanted, dict):
        return isinstance(found, dict) and _holds(found, wanted)
    if isinstance(found, list):
        return any(agrees(wanted, each) for each in found)
    if isinstance(found, bool) or found is None:
        return str(wanted).lower() == {True: "yes", False: "no", None: "none"}[found]
    if isinstance(found, int | float):
        return _number(wanted) == float(found)
    return Phrase(str(wanted)).is_in(plain(str(found)))


def _number(text: object) -> float | None:
    try:
        return float(str(text).replace(",", "").lstrip("$"))
    except ValueError:
        return None


def _object(text: str) -> Mapping[str, Any]:
    try:
        found = json.loads(text or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
