"""The documents keep up with the code: every setting with its default, every file of the map."""

import fnmatch
import os
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.settings import Settings

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / ".env.example"
NAMES = {name.upper(): field.default for name, field in Settings.model_fields.items()}
MAPPED = ("bot", "bot/app", "bot/business", "bot/desk", "agents", "channels", "storage")

_ROW = re.compile(r"^\| `([A-Z_]+)` \| .+? \| (?:`(.+?)` )?\|$", re.MULTILINE)
_LINE = re.compile(r"^([A-Z_]+)=(.*)$", re.MULTILINE)
_BLOCK = re.compile(r"^```\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(([^)#:]+)\)")
_PATH = re.compile(r"`((?:agents|bot|business|channels|deploy|storage|tests)/[\w/.@-]*[\w/])`")


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.upper() in NAMES]:
        monkeypatch.delenv(name)


def _section(title: str) -> str:
    text = (ROOT / "README.md").read_text("utf-8")
    return text.split(f"\n## {title}\n")[1].split("\n## ")[0]


def test_readme_has_every_setting_with_its_default() -> None:
    _assert_settings(_ROW.findall(_section("Configuration")))


def test_env_example_has_every_setting_with_its_default() -> None:
    _assert_settings(_LINE.findall(EXAMPLE.read_text("utf-8")))


def _assert_settings(told: list[tuple[str, str]]) -> None:
    """told: each name with its default as text, empty where it has none."""
    assert Counter(name for name, _ in told) == Counter(NAMES.keys())
    unset = [name for name, default in NAMES.items() if default in (None, ())]
    assert {name for name, text in told if not text} == set(unset)
    values = {name.lower(): text for name, text in told if text}
    assert Settings(_env_file=None, **values) == Settings(_env_file=None)  # type: ignore[arg-type]


def test_env_example_can_be_used_as_it_is() -> None:
    assert Settings(_env_file=EXAMPLE) == Settings(_env_file=None)


def test_map_has_every_folder_and_file_once() -> None:
    blocks = _BLOCK.findall(_section("The map of the house"))
    told = [line.split()[0] for block in blocks for line in block.splitlines()]
    there = {"webhooks.py", *_folders(), *(place for folder in MAPPED for place in _places(folder))}
    assert Counter(told) == Counter(there)


def _folders() -> Iterator[str]:
    """The folders of the house, without those that git ignores."""
    ignored = (ROOT / ".gitignore").read_text("utf-8").split()
    for place in ROOT.iterdir():
        passed_over = any(fnmatch.fnmatch(f"{place.name}/", pattern) for pattern in ignored)
        if place.is_dir() and not passed_over and not place.name.startswith("."):
            yield f"{place.name}/"


def _places(folder: str) -> Iterator[str]:
    """What lies in a package; its __init__ stands for the package itself."""
    for place in (ROOT / folder).iterdir():
        if place.is_dir() and place.name != "__pycache__":
            yield f"{folder}/{place.name}/"
        elif place.suffix == ".py" and place.name != "__init__.py":
            yield f"{folder}/{place.name}"


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_document_names_only_what_exists(document: str) -> None:
    text = (ROOT / document).read_text("utf-8")
    named = {*_LINK.findall(text), *_PATH.findall(text)}
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []
