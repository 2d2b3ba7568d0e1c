"""Prompts as they are worded: which there are, and what a text of theirs must be."""

from pathlib import Path
from string import Formatter

from msgspec import Struct

from bot.errors import ConfigurationError
from bot.messages import AGENTS

WITHOUT_TOOLS = "without_tools"
PROMPTS = (*AGENTS, WITHOUT_TOOLS)
FILLED = ("business_name", "business_description")
FROM_FILE = "file"
LONGEST = 60_000  # characters; a prompt is sent with every call


class PromptError(ConfigurationError):
    """A prompt is missing or wrong; the text names where it stands, and the mending."""


class PromptText(Struct, frozen=True):
    """A prompt's words, {business_name} and such not filled in yet. author: FROM_FILE, or who set
    them at run time."""

    text: str
    author: str = FROM_FILE


def read_prompt(file: Path) -> str:
    """A prompt's file. Raises PromptError."""
    try:
        text = file.read_text(encoding="utf-8")
    except OSError as error:
        raise PromptError(f"{file} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise PromptError(f"{file} is no text: write it in UTF-8") from error
    return checked(str(file), text)


def checked(where: str, text: str) -> str:
    """A prompt's text as it is kept. where: it stands, for people. Raises PromptError."""
    text = text.strip()
    if not text:
        raise PromptError(f"{where} is empty: write what the agent is to do")
    if len(text) > LONGEST:
        raise PromptError(f"{where} has {len(text)} characters: write at most {LONGEST}")
    try:
        fields = list(Formatter().parse(text))
    except ValueError as error:
        raise PromptError(f"{where}: {error}; write {{{{ and }}}} for braces") from error
    for _, name, form, conversion in fields:
        if name is not None and (name not in FILLED or form or conversion):
            known = ", ".join(f"{{{known}}}" for known in FILLED)
            raise PromptError(
                f"{where}: {{{name}}} is not filled in. There are {known}; "
                "write {{ and }} for braces"
            )
    return text


def owned_prompts(folder: Path) -> dict[str, str]:
    """{prompt: its text} of the owner's files. Raises PromptError."""
    return {name: read_prompt(folder / f"{name}.md") for name in PROMPTS}
