"""What the admin agent's tools need of the house, beside the database."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from sqlalchemy import Connection

from bot.business.house import Held, Page, Setting
from bot.business.knowledge import Section
from bot.business.profile import Profile
from bot.business.prompts import PromptText


class House(Protocol):
    """The house as it is run now, whatever version of it a turn was opened by."""

    def now(self) -> datetime:
        """The business's time, aware."""

    def profile(self) -> Profile:
        """The present one."""

    def may_use_tools(self) -> bool:
        """Whether the customers' agent may use its tools."""

    def sections_of(self, version: int) -> Sequence[Section]:
        """The knowledge pages of a version of the profile."""

    def prompts(self) -> Mapping[str, PromptText]:
        """{agent: its prompt}, as they are worded now; and without_tools."""

    def groups(self) -> dict[str, str]:
        """{first step of the settings' paths: what it is about}."""

    def settings(self, tx: Connection) -> list[Setting]:
        """All there are, as they stand."""

    def pages(self, tx: Connection) -> list[Page]:
        """The knowledge pages, hidden ones too."""

    def roles(self, tx: Connection) -> list[Held]:
        """Who of the staff has which role, as far as they were ever here or named."""

    def wall(self) -> tuple[int, int]:
        """The day's budget and what of it alerts, in micro-dollars."""

    def trouble(self, channel: str, status: str, code: int | None) -> str:
        """Why a message did not arrive, in words."""

    def paused(self) -> list[str]:
        """The channels on which no agent answers; all: none anywhere."""

    def unfit(self) -> list[str]:
        """The paths of changes that do not fit the owner's files any more, and are not in force."""
