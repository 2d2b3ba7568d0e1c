"""bot knowledge add, list and remove: documents and web pages as knowledge pages.

They are kept as an admin's pages are: a row for each, in force at once in all processes, and taken
back in the same way."""

import getpass
import re
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection

from agents.guardrails.injection import instructs
from bot.app.pages.document import Document, Pages, Unreadable, pages_of
from bot.app.pages.html import read_html
from bot.app.pages.pdf import read_pdf
from bot.app.pages.plain import read_markdown
from bot.app.pages.web import fetch
from bot.app.parts import clock_of
from bot.app.prompts.standing import book_of
from bot.app.storage import beside
from bot.business.knowledge import sections_of, source_of
from bot.business.overlay import REMOVED
from bot.editions import PAGES
from bot.messages import Colleague
from bot.rulebook import Rulebook
from bot.settings import Settings
from storage import audit
from storage import settings as changes

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
_LONGEST_NAME = 50
_MOST_PAGES = 200
_FIGURE = re.compile(r"\$\s?\d[\d,.]*")


class _Author(Struct, frozen=True):
    """Who acts, in the audit log, and when."""

    who: Colleague
    now: datetime


async def add(
    settings: Settings, *, source: str, name: str | None, private: bool, dry_run: bool
) -> int:
    """Takes a file or a web page in, and says what came of it."""
    document = await _read(source, private=private)
    made = pages_of(document, _named(name or document.title))
    if dry_run:
        print("\n".join(made.pages.values()))
    else:
        book = book_of(settings)
        async with beside(settings) as database:
            await database.write(_put, book, document, made, _author(settings))
    _tell(document, made, dry_run=dry_run)
    return 0


async def show(settings: Settings) -> int:
    """Lists the pages that the assistant answers from."""
    book = book_of(settings)
    async with beside(settings) as database:
        pages = (await database.read(book.present)).pages
    for name, text in pages.items():
        sections = sections_of({name: text})
        words = sum(len(section.text.split()) for section in sections)
        where = source_of(text) or ("file" if name in book.owned.pages else "written by an admin")
        print(f"{name:<36} {len(sections):>3} sections {words:>6} words  {where}")
    return 0


async def remove(settings: Settings, *, page: str) -> int:
    """Takes a page out, or all pages that are from one source."""
    book = book_of(settings)
    async with beside(settings) as database:
        gone = await database.write(_take_out, book, page, _author(settings))
    print(f"✓ not answered from any more: {', '.join(gone)}")
    return 0


async def _read(source: str, *, private: bool) -> Document:
    if "://" in source:
        return read_html(await fetch(source, private=private))
    file = Path(source)
    match file.suffix.lower():
        case ".pdf":
            return read_pdf(file)
        case ".md" | ".markdown" | ".txt":
            return read_markdown(file)
        case _:
            raise Unreadable(f"{source}: give a file that ends in .pdf or .md, or https://…")


def _named(wanted: str) -> str:
    name = re.sub(r"[^a-z0-9]+", "-", wanted.lower()).strip("-")[:_LONGEST_NAME].strip("-")
    if _NAME.fullmatch(name) is None:
        raise Unreadable(f'"{wanted}" makes no name for the page: say --name')
    return name


def _author(settings: Settings) -> _Author:
    user = getpass.getuser()[:40]
    who = Colleague(f"cli:{user}", f"{user} (command line)", "admin")
    return _Author(who, clock_of(settings).now())


def _put(tx: Connection, book: Rulebook, document: Document, made: Pages, author: _Author) -> None:
    """Puts a document's pages in force, in place of those that were made of it before."""
    present = book.present(tx).pages
    before = _of_source(present, document.origin)
    for name in made.pages:
        if name in present and name not in before:
            raise Unreadable(f"there is a page {name} already: say --name, or remove it first")
    if len(present.keys() - before | made.pages.keys()) > _MOST_PAGES:
        raise Unreadable(f"there are {_MOST_PAGES} pages already: remove one first")
    changed = {name: text for name, text in made.pages.items() if present.get(name) != text}
    gone = dict.fromkeys(sorted(before - made.pages.keys()))
    _enact(tx, book, present, changed | gone, "add_knowledge", author)


def _of_source(pages: Mapping[str, str], source: str) -> set[str]:
    return {name for name, text in pages.items() if source_of(text) == source}


def _take_out(tx: Connection, book: Rulebook, page: str, author: _Author) -> list[str]:
    present = book.present(tx).pages
    named = {page.removesuffix(".md")} & present.keys() or _of_source(present, page)
    if not named:
        raise Unreadable(f"there is no page {page}, nor one from there: see bot knowledge list")
    hidden = {name: REMOVED if name in book.owned.pages else None for name in sorted(named)}
    _enact(tx, book, present, hidden, "remove_knowledge", author)
    return sorted(named)


def _enact(
    tx: Connection,
    book: Rulebook,
    present: Mapping[str, str],
    texts: Mapping[str, Any],
    action: str,
    author: _Author,
) -> None:
    for name, text in texts.items():
        path = PAGES + name
        change, _ = book.enact(tx, path, text, author.who, author.now)
        was, told = {"text": present.get(name)}, {"text": text, "change": change.public_id}
        audit.add(tx, author.now, author.who.id, action, f"setting:{path}", was, told)
    changes.announce(tx)


def _tell(document: Document, made: Pages, *, dry_run: bool) -> None:
    """What was taken in and what was not; on the side, where the page itself is shown."""
    out = sys.stderr if dry_run else sys.stdout
    pages = ", ".join(made.pages)
    print(f"✓ {document.title} ({document.source})", file=out)
    print(f"  {made.sections} sections, {made.words:,} words: {pages}", file=out)
    for what in document.left_out:
        print(f"– left out: {what}", file=out)
    if made.short:
        print(f"– left out, since they say too little: {'; '.join(made.short[:8])}", file=out)
    figures = dict.fromkeys(
        found for text in made.pages.values() for found in _FIGURE.findall(text)
    )
    if figures:
        print(f"– it names prices, which are said as they stand: {', '.join(figures)}", file=out)
    if any(map(instructs, made.pages.values())):
        print(
            "– it reads as if it instructed the assistant: look at it before you keep it", file=out
        )
    if not dry_run:
        print("  Processes at work answer from it within seconds.", file=out)
