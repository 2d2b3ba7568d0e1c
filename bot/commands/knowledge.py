"""Knowledge pages: written and hidden at run time."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher, unified_diff
from functools import partial
from typing import Annotated, Any

from pydantic import Field
from sqlalchemy import Connection

from bot.business.command import Arguments, Command, Context, Done, Fact, Preview
from bot.business.overlay import REMOVED
from bot.commands.excerpts import differing
from bot.commands.settings import enacted
from bot.editions import PAGES
from bot.errors import CommandRefused
from bot.rulebook import Rulebook

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
_LONGEST_PAGE, _MOST_PAGES = 20_000, 200  # characters, pages
_LONGEST_DIFF, _MOST_BLOCKS = 900, 8  # characters, places that change


class Named(Arguments):
    page: Annotated[str, Field(max_length=80, description="its name, such as kids")]


class Write(Named):
    text: Annotated[
        str,
        Field(
            max_length=_LONGEST_PAGE,
            description='the whole page: "# Title" first, then "## Heading" and its text; prices '
            "and hours as facts in braces, such as {child_price}, never as numbers; a comment "
            "under a heading, <!-- asked: … -->, has other ways to ask for it, one a line: keep it",
        ),
    ]


def _name(arguments: Named) -> str:
    name = arguments.page.lower().removesuffix(".md").replace(" ", "-")
    if _NAME.fullmatch(name) is None:
        raise CommandRefused("name the page in small letters, figures and hyphens, such as kids")
    return name


def _text(arguments: Write) -> str:
    return "\n".join(line.rstrip() for line in arguments.text.strip().splitlines()) + "\n"


def _preview_write(
    rulebook: Rulebook, tx: Connection, context: Context, arguments: Write
) -> Preview:
    name, text = _name(arguments), _text(arguments)
    before, after = rulebook.draft(tx, PAGES + name, text)
    if len(after.pages) > _MOST_PAGES:
        raise CommandRefused(f"there are {_MOST_PAGES} pages already: remove one first")
    was = before.pages.get(name)
    if was == text:
        raise CommandRefused("the page says that already: there is nothing to do")
    facts = (Fact("Page", name), Fact("Changes", _diff(was or "", text)))
    return Preview(f"{'Change' if was else 'Add'} the knowledge page {name}", facts)


def _diff(before: str, after: str) -> str:
    lines = list(unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0))[2:]
    text = "\n".join(line for line in lines if not line.startswith("@@"))
    return text if len(text) <= _LONGEST_DIFF else _in_short(list(_blocks(before, after)))


def _blocks(before: str, after: str) -> Iterator[tuple[str, str]]:
    """Each place that changes: the lines that were there, and those that will be."""
    old, new = before.splitlines(), after.splitlines()
    for kind, i, j, k, m in SequenceMatcher(None, old, new).get_opcodes():
        if kind != "equal":
            yield "\n".join(old[i:j]), "\n".join(new[k:m])


def _in_short(blocks: list[tuple[str, str]]) -> str:
    """Where each differs, as much as there is room for; the others are counted."""
    shown = blocks[:_MOST_BLOCKS]
    room = _LONGEST_DIFF // (2 * len(shown))
    cut = (differing(was, now, room) for was, now in shown)
    lines = [f"{sign}{text}" for pair in cut for sign, text in zip("-+", pair, strict=True) if text]
    if rest := len(blocks) - len(shown):
        lines.append(f"… and {rest} more {'place' if rest == 1 else 'places'}")
    return "\n".join(lines)


def _write(rulebook: Rulebook, tx: Connection, context: Context, arguments: Write) -> Done:
    _preview_write(rulebook, tx, context, arguments)
    name = _name(arguments)
    say = f"The page {name} is in force: conversations answer from it from now on."
    return enacted(rulebook, tx, context, PAGES + name, _text(arguments), say=say)


def _gone(rulebook: Rulebook, name: str) -> Any:
    """What hides a page: one that is no file of the owner's just goes."""
    return REMOVED if name in rulebook.owned.pages else None


def _preview_remove(
    rulebook: Rulebook, tx: Connection, context: Context, arguments: Named
) -> Preview:
    name = _name(arguments)
    before, _ = rulebook.draft(tx, PAGES + name, _gone(rulebook, name))
    if name not in before.pages:
        raise CommandRefused(f"there is no such page; there are {', '.join(before.pages)}")
    title = before.pages[name].partition("\n")[0].removeprefix("# ")
    kept = "The owner's file stays, hidden." if name in rulebook.owned.pages else "It goes."
    return Preview(f"Remove the knowledge page {name}", (Fact("Title", title), Fact("Mind", kept)))


def _remove(rulebook: Rulebook, tx: Connection, context: Context, arguments: Named) -> Done:
    _preview_remove(rulebook, tx, context, arguments)
    name = _name(arguments)
    say = f"The page {name} is not answered from any more."
    return enacted(rulebook, tx, context, PAGES + name, _gone(rulebook, name), say=say)


def page_commands(rulebook: Rulebook) -> tuple[Command[Any], ...]:
    """write_knowledge_page and remove_knowledge_page."""
    return (
        Command(
            "write_knowledge_page",
            "Write a knowledge page anew, or add one. Read the present one first: the whole text "
            "is replaced.",
            Write,
            partial(_preview_write, rulebook),
            partial(_write, rulebook),
            role="admin",
        ),
        Command(
            "remove_knowledge_page",
            "Take a knowledge page out of what the assistant answers from.",
            Named,
            partial(_preview_remove, rulebook),
            partial(_remove, rulebook),
            role="admin",
        ),
    )
