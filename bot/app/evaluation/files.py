"""The owner's scenario files: YAML, read without surprises, and what is wrong in them, by line.

Every value is read as the text that is written (yes is no truth, 18:00 no number, +1310… no sum);
what it is to be is said by the scenario's own types."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import msgspec
import yaml

from bot.app.evaluation.phrases import Phrase
from bot.app.evaluation.scenario import Scenario
from bot.app.evaluation.times import Hour, Moment, Span
from bot.errors import ConfigurationError

_PLACE = re.compile(r" - at `\$([^`]*)`$")
_STEP = re.compile(r"\.(\w+)|\[(\d+|\.\.\.)\]")

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # ten times as fast, where it was built


class BadScenario(ConfigurationError):
    """A scenario file cannot be used; the text names file, line and mending, a line a fault."""


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    scenarios: tuple[dict[str, Any], ...]
    about: str = ""
    defaults: dict[str, Any] = {}


def read_scenarios(folder: Path, wanted: Sequence[str]) -> list[Scenario]:
    """The scenarios that are wanted, by a file's path or name or by their own; none: all of the
    folder's. Raises BadScenario."""
    named = [Path(each) for each in wanted if each.endswith((".yaml", ".yml"))]
    files = [file if file.exists() else folder / file for file in named]
    names = [each for each in wanted if not each.endswith((".yaml", ".yml"))]
    if names or not wanted:
        files += [file for file in sorted(folder.glob("*.yaml")) if file not in files]
    if not files:
        raise BadScenario(f"{folder}: there are no scenarios; write one (see its README.md)")
    found = [each for file in files for each in read_file(file)]
    _check_names(found)
    return _picked(found, names, {str(file) for file in files[: len(named)]})


def _picked(found: list[Scenario], names: list[str], whole: set[str]) -> list[Scenario]:
    if not names:
        return found
    known = {each.name for each in found} | {Path(each.file).stem for each in found}
    if unknown := sorted(set(names) - known):
        raise BadScenario(f"there is no scenario and no file named {unknown[0]}")
    wanted = set(names)
    return [
        each
        for each in found
        if each.name in wanted or Path(each.file).stem in wanted or each.file in whole
    ]


def _check_names(found: Iterable[Scenario]) -> None:
    seen: dict[str, str] = {}
    for each in found:
        if each.name in seen:
            raise BadScenario(f"{each.file}: {each.name} stands in {seen[each.name]} already")
        seen[each.name] = each.file


def read_file(file: Path) -> list[Scenario]:
    """Every scenario of a file. Raises BadScenario with all that is wrong, a line a scenario."""
    try:
        text = file.read_text("utf-8")
        tree = yaml.compose(text, _LOADER)
    except OSError as error:
        raise BadScenario(f"{file}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise BadScenario(f"{file}: is no text: write it in UTF-8") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise BadScenario(f"{file}:{line}: {error.problem}") from error
    found = [] if tree is None else _Reading(file, tree).scenarios()
    if not found:
        raise BadScenario(f"{file}: there is no scenario in it")
    return found


class _Reading:
    """One file. tree: its nodes, which know their lines."""

    def __init__(self, file: Path, tree: yaml.Node) -> None:
        self._file, self._tree, self._faults = file, tree, list[str]()

    def scenarios(self) -> list[Scenario]:
        try:
            whole = msgspec.convert(self._plain(self._tree), _File, strict=False)
        except msgspec.ValidationError as error:
            raise BadScenario(self._told(error, "")) from error
        found = [
            self._scenario(whole.defaults | each, f".scenarios[{at}]")
            for at, each in enumerate(whole.scenarios)
        ]
        if self._faults:
            raise BadScenario("\n".join(self._faults))
        return [each for each in found if each is not None]

    def _plain(self, node: yaml.Node) -> Any:
        """What stands there; every value as it is written."""
        if isinstance(node, yaml.MappingNode):
            found: dict[str, Any] = {}
            for key, value in node.value:
                if key.value in found:
                    line = key.start_mark.line + 1
                    raise BadScenario(f"{self._file}:{line}: {key.value} stands here twice")
                found[str(key.value)] = self._plain(value)
            return found
        if isinstance(node, yaml.SequenceNode):
            return [self._plain(each) for each in node.value]
        return node.value

    def _scenario(self, content: dict[str, Any], place: str) -> Scenario | None:
        try:
            read = msgspec.convert(content, Scenario, strict=False, dec_hook=_own)
        except msgspec.ValidationError as error:
            self._faults.append(self._told(error, place))
            return None
        if wrong := _inconsistent(read):
            self._faults.append(f"{self._file}:{self._line(place)}: {read.name}: {wrong}")
        return msgspec.structs.replace(read, file=str(self._file))

    def _told(self, error: msgspec.ValidationError, place: str) -> str:
        text = str(error)
        where = place + (found[1] if (found := _PLACE.search(text)) else "")
        said = _PLACE.sub("", text)
        return f"{self._file}:{self._line(where, said)}: {where.lstrip('.')}: {said}"

    def _line(self, place: str, said: str = "") -> int:
        """The line of what stands at a place, or of the nearest that stands there; a field that
        nobody knows is named in what is said."""
        node: yaml.Node = self._tree
        steps = [key or int(at) for key, at in _STEP.findall(place) if at != "..."]
        if unknown := re.search(r"unknown field `(\w+)`", said):
            steps.append(unknown[1])
        for step in steps:
            below = _child(node, step)
            if below is None:
                break
            node = below
        return int(node.start_mark.line) + 1


def _child(node: yaml.Node, step: str | int) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == step), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int):
        return node.value[step] if step < len(node.value) else None
    return None


def _own(kind: type, value: Any) -> Any:
    """What msgspec does not know. Raises ValueError."""
    if kind in (Phrase, Moment, Hour, Span):
        return kind(str(value))
    raise NotImplementedError(kind)


def _inconsistent(scenario: Scenario) -> str | None:
    """What does not go together in a scenario; None: all does."""
    if bool(scenario.turns) == bool(scenario.simulated):
        return "write either turns, or simulated"
    if scenario.of_staff != (scenario.agent != "customer"):
        return "channel: desk goes with agent: staff, admin or analytics, and with no other"
    if scenario.simulated and scenario.of_staff:
        return "only customers are simulated"
    for number, turn in enumerate(scenario.turns, 1):
        if not turn.texts and turn.decide is None:
            return f"turn {number} says nothing: write say, or decide"
        if turn.decide and not scenario.of_staff:
            return f"turn {number}: only staff decide"
        if turn.pictures and scenario.channel != "text":
            return f"turn {number}: pictures come by text only"
    return None
