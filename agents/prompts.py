"""The agents' system prompts: business/prompts/AGENT.md, worded by the owner, or at run time by an
admin, and filled from the profile. They hold nothing of a day or of a customer, so that models can
keep them cached."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import msgspec

from agents.ports import ToolSpec
from bot.business.profile import Profile
from bot.business.prompts import FROM_FILE, WITHOUT_TOOLS, PromptError, PromptText, read_prompt
from bot.messages import PromptVersion


class Prompt:
    """One agent's prompt. without_tools: what is added where it may not use its tools. author: who
    worded it last."""

    def __init__(self, text: str, without_tools: str, author: str = FROM_FILE) -> None:
        self._text, self._without_tools, self._author = text, without_tools, author

    def now(self) -> "Prompt":
        """Itself: one that nobody changes."""
        return self

    def system(self, profile: Profile, *, tools: bool) -> str:
        """The prompt, filled from the profile. tools: whether the agent may use them."""
        text = self._text if tools else f"{self._text}\n\n{self._without_tools}"
        return text.format_map(_values(profile))

    def version(self, tools: Sequence[ToolSpec]) -> str:
        """A short hash of all that is worded in a file or by a tool: what the model was told."""
        wording = msgspec.json.encode((self._text, self._without_tools, tools))
        return hashlib.sha256(wording).hexdigest()[:12]

    def told(self, agent: str, tools: Sequence[ToolSpec]) -> PromptVersion:
        """All of that, by which a reply can be explained later."""
        return PromptVersion(
            agent=agent,
            version=self.version(tools),
            text=self._text,
            without_tools=self._without_tools,
            tools=msgspec.json.encode(tools).decode(),
            author=self._author,
        )


class LivePrompt:
    """An agent's prompt as it is worded at each look. texts(): all prompts, by name. Raises
    PromptError where there is none for the agent."""

    def __init__(self, agent: str, texts: Callable[[], Mapping[str, PromptText]]) -> None:
        self._agent, self._texts = agent, texts
        self.now()

    def now(self) -> Prompt:
        """What is in force: a turn asks once, as it begins."""
        texts = self._texts()
        if self._agent not in texts or WITHOUT_TOOLS not in texts:
            raise PromptError(f"prompts/{self._agent}.md: the {self._agent} agent has no prompt")
        own, rest = texts[self._agent], texts[WITHOUT_TOOLS]
        author = rest.author if own.author == FROM_FILE else own.author
        return Prompt(own.text, rest.text, author)


def load_prompt(folder: Path, agent: str) -> Prompt:
    """Reads an agent's prompt. Raises PromptError."""
    return Prompt(read_prompt(folder / f"{agent}.md"), read_prompt(folder / f"{WITHOUT_TOOLS}.md"))


def _values(profile: Profile) -> dict[str, str]:
    business = profile.business
    return {"business_name": business.name, "business_description": business.description}
