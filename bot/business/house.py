"""What admins see of the house they run: its settings, its knowledge pages, its people."""

from typing import Any

from msgspec import Struct


class Setting(Struct, frozen=True):
    """A setting as it stands, for people to read. source: which file, the environment, or who
    changed it when. meaning: where its path does not say it."""

    path: str
    value: Any
    source: str
    meaning: str = ""


class Page(Struct, frozen=True):
    """A knowledge page. text None: an owner's file that somebody hid."""

    name: str
    text: str | None
    source: str

    @property
    def title(self) -> str:
        return (self.text or "").partition("\n")[0].removeprefix("# ")


class Held(Struct, frozen=True):
    """A role that somebody has. colleague: their desk's id of them."""

    colleague: str
    name: str
    role: str
    source: str
