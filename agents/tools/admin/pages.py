"""list_knowledge_pages and read_knowledge_page: what the assistant answers questions from."""

from functools import partial
from typing import Annotated, Any

from pydantic import Field
from sqlalchemy import Connection

from agents.tools.admin.house import House
from agents.tools.tool import Desk, Tool
from bot.business.command import Arguments
from bot.business.scope import Scope
from bot.errors import CommandRefused


class Nothing(Arguments):
    pass


class Named(Arguments):
    page: Annotated[str, Field(max_length=80, description="its name, such as kids")]


def list_knowledge_pages(
    house: House, tx: Connection, scope: Scope, desk: Desk, arguments: Nothing
) -> dict[str, Any]:
    return {
        "pages": [
            {
                "page": page.name,
                "title": page.title,
                "sections": (page.text or "").count("\n## "),
                "source": page.source,
            }
            for page in house.pages(tx)
        ]
    }


def read_knowledge_page(
    house: House, tx: Connection, scope: Scope, desk: Desk, arguments: Named
) -> dict[str, Any]:
    wanted = arguments.page.lower().removesuffix(".md")
    pages = {page.name: page for page in house.pages(tx)}
    page = pages.get(wanted)
    if page is None:
        raise CommandRefused(f"there is no such page; there are {', '.join(pages)}")
    return {"page": page.name, "text": page.text, "source": page.source}


def page_tools(house: House) -> tuple[Tool[Any], ...]:
    return (
        Tool(
            "list_knowledge_pages",
            "The pages that the assistant answers customers' questions from.",
            Nothing,
            partial(list_knowledge_pages, house),
        ),
        Tool(
            "read_knowledge_page",
            "A knowledge page as it is written: Markdown, with facts of the profile in braces. "
            "Read it before you change it with write_knowledge_page, which takes the whole page.",
            Named,
            partial(read_knowledge_page, house),
        ),
    )
