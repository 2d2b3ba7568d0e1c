"""The owner's files: every fault in them, and what is still as it was delivered."""

from collections.abc import Iterator
from pathlib import Path

from agents.prompts import load_prompt
from bot.business.faults import ProfileError
from bot.business.knowledge import load_sections
from bot.business.profile_files import load_profile
from bot.business.prompts import PromptError

_PROMPTS = ("customer", "without_tools")


def faults_in(folder: Path) -> list[str]:
    """What to mend in the profile, menu, wording, knowledge pages and prompts; a line each."""
    found = [*_profile_faults(folder), *_knowledge_faults(folder / "knowledge")]
    return list(dict.fromkeys([*found, *_prompt_faults(folder / "prompts")]))


def samples_in(folder: Path) -> tuple[str, ...]:
    """What of the profile is still the sample's, by its path of keys. Raises ProfileError."""
    return load_profile(folder).sample_values()


def _profile_faults(folder: Path) -> Iterator[str]:
    try:
        load_profile(folder)
    except ProfileError as error:
        yield from str(error).splitlines()


def _knowledge_faults(folder: Path) -> Iterator[str]:
    unreadable = [*filter(None, map(_unreadable, sorted(folder.glob("*"))))]
    yield from unreadable
    if unreadable:
        return
    try:
        load_sections(folder)
    except ProfileError as error:
        yield from (f"knowledge/{line}" for line in str(error).splitlines())


def _unreadable(file: Path) -> str | None:
    if file.suffix not in (".md", ".txt"):
        return None
    try:
        file.read_text("utf-8")
    except OSError as error:
        return f"{file} cannot be read: {error.strerror}"
    except UnicodeDecodeError:
        return f"{file} is not UTF-8: save it again as UTF-8"
    return None


def _prompt_faults(folder: Path) -> Iterator[str]:
    written = (file.stem for file in folder.glob("*.md"))
    for name in dict.fromkeys([*_PROMPTS, *sorted(written)]):
        try:
            load_prompt(folder, name)
        except PromptError as error:
            yield str(error)
