"""The agents' system prompts: business/prompts/AGENT.md, worded by the owner, filled from the
profile. They hold nothing of a day or of a customer, so that models can keep them cached."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from string import Formatter

import msgspec

from agents.ports import ToolSpec
from bot.business.profile import Profile
from bot.errors import ConfigurationError

_WITHOUT_TOOLS = "without_tools"
_NAMES = ("business_name", "business_description")


class PromptError(ConfigurationError):
    """A prompt's file is missing or wrong; the text names the file and the mending."""


class Prompt:
    """One agent's prompt. without_tools: what is added where it may not use its tools."""

    def __init__(self, text: str, without_tools: str) -> None:
        self._text, self._without_tools = text, without_tools

    def system(self, profile: Profile, *, tools: bool) -> str:
        text = self._text if tools else f"{self._text}\n\n{self._without_tools}"
        return text.format_map(_values(profile))

    def version(self, tools: Sequence[ToolSpec]) -> str:
        """A short hash of all that is worded in a file or by a tool: what the model was told."""
        wording = msgspec.json.encode((self._text, self._without_tools, tools))
        return hashlib.sha256(wording).hexdigest()[:12]


def load_prompt(folder: Path, agent: str) -> Prompt:
    """Reads an agent's prompt. Raises PromptError."""
    return Prompt(_read(folder / f"{agent}.md"), _read(folder / f"{_WITHOUT_TOOLS}.md"))


def _read(file: Path) -> str:
    try:
        text = file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise PromptError(f"{file} cannot be read: {error}") from error
    if not text:
        raise PromptError(f"{file} is empty: write what the agent is to do")
    _check(file, text)
    return text


def _check(file: Path, text: str) -> None:
    try:
        fields = list(Formatter().parse(text))
    except ValueError as error:
        raise PromptError(f"{file}: {error}; write {{{{ and }}}} for braces") from error
    for _, name, form, conversion in fields:
        if name is not None and (name not in _NAMES or form or conversion):
            known = ", ".join(f"{{{known}}}" for known in _NAMES)
            raise PromptError(
                f"{file}: {{{name}}} is not filled in. There are {known}; "
                "write {{ and }} for braces"
            )


def _values(profile: Profile) -> dict[str, str]:
    business = profile.business
    return {"business_name": business.name, "business_description": business.description}
