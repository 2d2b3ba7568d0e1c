"""Versions of prompts, shown in a terminal."""

from collections.abc import Iterator, Mapping, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.app.screen import console
from bot.business.profile import Profile
from bot.business.prompts import FROM_FILE, WITHOUT_TOOLS, PromptText
from storage.prompts import Served, Version

_COLOURS = {"+": "green", "-": "red", "@": "cyan"}


def print_versions(
    kept: Sequence[Version],
    served: Mapping[tuple[str, str], Served],
    present: Mapping[str, PromptText],
    profile: Profile,
    agent: str | None,
) -> None:
    """A line a version, the newest first; under it those that were not kept yet when they spoke."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for title in ("", "AGENT", "VERSION", "SINCE", "LAST USED", "BY"):
        table.add_column(title, no_wrap=True)
    for title in ("SAID", "👍", "👎", "STARS"):
        table.add_column(title, justify="right", no_wrap=True)
    in_force = set(_in_force(kept, present))
    for each in kept:
        came = served.get((each.agent, each.version))
        mark = "●" if each.id in in_force else ""
        by = "file" if each.author == FROM_FILE else each.author
        since = f"{profile.local(each.first_used_at):%Y-%m-%d}"
        cells = (mark, each.agent, each.version, since, *_cells(came, profile, by))
        table.add_row(*cells, style="bold" if mark else "")
    for (author, version), came in _unkept(kept, served, agent):
        since = f"{profile.local(came.first_at):%Y-%m-%d}"
        table.add_row("", author, version, since, *_cells(came, profile, "not kept"), style="dim")
    out = console()
    if table.row_count:
        out.print(table)
        out.print(Text("● in force", style="dim"))
    else:
        out.print("no prompt has served yet")
    _tell_unserved(out, kept, present, agent)


def _in_force(kept: Sequence[Version], present: Mapping[str, PromptText]) -> Iterator[int]:
    """The newest version of each agent that says what is in force."""
    rest = present[WITHOUT_TOOLS].text
    for name, prompt in present.items():
        fits = (
            each.id
            for each in kept
            if (each.agent, each.text, each.without_tools) == (name, prompt.text, rest)
        )
        if (newest := next(fits, None)) is not None:
            yield newest


def _unkept(
    kept: Sequence[Version], served: Mapping[tuple[str, str], Served], agent: str | None
) -> list[tuple[tuple[str, str], Served]]:
    known = {(each.agent, each.version) for each in kept}
    missing = ((key, came) for key, came in served.items() if key not in known)
    fitting = [(key, came) for key, came in missing if agent in (None, key[0])]
    return sorted(fitting, key=lambda each: each[1].last_at, reverse=True)


def _cells(came: Served | None, profile: Profile, by: str) -> tuple[str, ...]:
    if came is None:
        return "", by, "0", "", "", ""
    stars = "" if came.rating is None else f"{came.rating:.1f}"
    last = f"{profile.local(came.last_at):%Y-%m-%d}"
    return last, by, str(came.messages), str(came.ups or ""), str(came.downs or ""), stars


def _tell_unserved(
    out: Console,
    kept: Sequence[Version],
    present: Mapping[str, PromptText],
    agent: str | None,
) -> None:
    marked = {each.agent for each in kept if each.id in set(_in_force(kept, present))}
    new = [
        name
        for name in present
        if name != WITHOUT_TOOLS and name not in marked and agent in (None, name)
    ]
    if new:
        out.print(f"What is in force has not served yet: {', '.join(new)}")


def print_diff(lines: Sequence[str]) -> None:
    """A unified diff, coloured where the terminal can."""
    out = console()
    for line in lines:
        out.print(Text(line, style=_COLOURS.get(line[:1], "")), soft_wrap=True)
