"""The doors of the house, the web application and the CLI, know only the composition root."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[2]
_OURS = ("agents", "bot", "channels", "storage", "webhooks")
_KNOWN = ("bot.app", "bot.errors", "bot.log", "bot.messages", "bot.settings")


@pytest.mark.parametrize("door", ["bot/cli.py", "webhooks.py"])
def test_door_knows_only_the_composition_root(door: str) -> None:
    ours = [name for name in _imports(_ROOT / door) if _within(name, _OURS)]
    assert ours
    assert [name for name in ours if not _within(name, _KNOWN)] == []


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _within(name: str, packages: tuple[str, ...]) -> bool:
    return any(f"{name}.".startswith(f"{package}.") for package in packages)
