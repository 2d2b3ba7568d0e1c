"""Whether a text gives away what a model was told: a long run of its prompt or of its tools'
descriptions, or the canary; also backwards, spelled, in rot13 or base64, or over sentences."""

import codecs
import re
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from agents.guardrails.plain import plain, unmarked
from agents.ports import ToolSpec

_RUN, _STEP = 40, 8
# Every eighth run of what was told is kept: whoever repeats 47 letters or figures of it, some nine
# words, repeats one of these whole. Less is said by whoever just does as told ("a person helps").
_CANARY_RUN, _CODED_RUN = 5, 8
_WATCHED = 120  # signs before a piece that are looked at with it
_SIGNS = re.compile(r"[\W_]+")
_NAME = re.compile(r"[a-z]+(?:_[a-z]+)+")

Known = Callable[[], str]
"""What may be said all the same."""


class Secret:
    """What one model was told. tools: their names. canary: empty where there is none."""

    def __init__(self, told: str, tools: Iterable[str], canary: str) -> None:
        self._tools = frozenset(tools)
        self._runs, self._coded = _runs_of(told)
        self._canary = _all_runs(_turned(canary), _CANARY_RUN)
        self._canary_coded = _all_runs([*_in_base64(canary), canary.encode().hex()], _CODED_RUN)

    def is_in(self, text: str, known: Known = str) -> bool:
        """Whether a text gives some of it away."""
        seen = unmarked(text)
        bare, signs = _bare(seen), _SIGNS.sub("", seen)
        return (
            self._has_canary(bare, signs)
            or not self._coded.isdisjoint(_pieces(signs, _RUN))
            or ("_" in text and not self._tools.isdisjoint(_NAME.findall(plain(text))))
            or self._repeats(bare, known)
        )

    def holds_canary(self, text: str) -> bool:
        """Whether the canary is in a text, be it disguised."""
        seen = unmarked(text)
        return self._has_canary(_bare(seen), _SIGNS.sub("", seen))

    def _has_canary(self, bare: str, signs: str) -> bool:
        told = not self._canary.isdisjoint(_pieces(bare, _CANARY_RUN))
        return told or not self._canary_coded.isdisjoint(_pieces(signs, _CODED_RUN))

    def _repeats(self, bare: str, known: Known) -> bool:
        repeated = self._runs.intersection(_pieces(bare, _RUN))
        if not repeated:
            return False
        allowed = _bare(known())
        return any(run not in allowed for run in repeated)


_MOST_SECRETS = 16
# The tools are kept beside, so that no others can get their place in memory.
_secrets: dict[tuple[str, int, str], tuple[tuple[ToolSpec, ...], Secret]] = {}


class Watch:
    """Follows an answer as it is shown."""

    def __init__(self, secret: Secret, known: Known) -> None:
        self._secret, self._known, self._before = secret, known, ""
        self._leaked = False

    def leaks(self, piece: str) -> bool:
        """Whether this piece, after those before it, gives something away."""
        if not piece:
            return False
        self._before = self._before[-_WATCHED:] + piece
        return self._secret.is_in(self._before, self._known)

    def take(self, piece: str) -> str:
        """The piece, as long as nothing was given away."""
        self._leaked = self._leaked or self.leaks(piece)
        return "" if self._leaked else piece


def secret_of(system: str, tools: tuple[ToolSpec, ...], canary: str) -> Secret:
    """Made once for a prompt, its tools and a canary."""
    key = (system, id(tools), canary)
    if key not in _secrets:
        if len(_secrets) >= _MOST_SECRETS:
            _secrets.clear()
        described = "\n".join(text for tool in tools for text in _descriptions(tool))
        names = (tool.name for tool in tools if "_" in tool.name)
        _secrets[key] = tools, Secret(f"{system}\n{described}", names, canary)
    return _secrets[key][1]


def _descriptions(tool: ToolSpec) -> Iterator[str]:
    yield tool.description
    for field in tool.parameters.get("properties", {}).values():
        yield str(field.get("description", ""))


def _turned(text: str) -> tuple[str, str, str]:
    """A text, backwards, and in rot13."""
    return text, text[::-1], codecs.encode(text, "rot13")


@lru_cache(maxsize=_MOST_SECRETS)
def _runs_of(told: str) -> tuple[frozenset[str], frozenset[str]]:
    """Of a text in each of its turns, and of it in base64: the same whatever the canary is."""
    plain_runs = (run for form in _turned(_bare(told)) for run in _some_runs(form))
    coded_runs = (run for form in _in_base64(told) for run in _some_runs(form))
    return frozenset(plain_runs), frozenset(coded_runs)


def _some_runs(text: str) -> list[str]:
    return _pieces(text, _RUN)[::_STEP]


def _all_runs(forms: Iterable[str], length: int) -> frozenset[str]:
    return frozenset(run for form in forms for run in _pieces(form, length))


def _pieces(text: str, length: int) -> list[str]:
    return [text[i : i + length] for i in range(len(text) - length + 1)]


def _bare(text: str) -> str:
    """Its letters and figures alone."""
    return _SIGNS.sub("", text.lower())


def _in_base64(text: str) -> Iterator[str]:
    """A text in base64, at each of the three places it can begin at; without what depends on what
    stands beside it."""
    for skipped in range(3) if text else ():
        part = text.encode()[skipped:]
        yield _SIGNS.sub("", b64encode(part[: len(part) // 3 * 3]).decode())
