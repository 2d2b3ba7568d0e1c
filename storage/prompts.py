"""Versions of the prompts: each that ever served, and how its replies fared."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, and_, case, func, select

from storage.statement import upserting
from storage.tables import ai_conversations, ai_messages, prompt_versions


class Version(Struct, frozen=True):
    """A row; see the table."""

    id: int
    agent: str
    version: str
    text: str
    without_tools: str
    tools: str
    author: str
    first_used_at: datetime


class Served(Struct, frozen=True):
    """What came of a version's replies. ups, downs: thumbs of customers and staff. rating: the mean
    of the stars that customers gave conversations it spoke in, None where nobody did."""

    messages: int
    first_at: datetime
    last_at: datetime
    ups: int
    downs: int
    rating: float | None


_COLUMNS = [prompt_versions.c[field] for field in Version.__struct_fields__]
_MANY = 12  # signs of a version, by which one is surely meant


def _keeping(insert: Any) -> Any:
    first = insert(prompt_versions)
    return first.on_conflict_do_nothing(index_elements=["agent", "version"])


_keep = upserting(_keeping)


def keep(tx: Connection, row: Mapping[str, str], now: datetime) -> None:
    """Keeps a version that serves now; one that is kept stays as it is."""
    _keep.run(tx, **row, first_used_at=now)


def listed(tx: Connection, agent: str | None = None) -> list[Version]:
    """Versions, the newest first."""
    query = select(*_COLUMNS).order_by(prompt_versions.c.id.desc())
    if agent is not None:
        query = query.where(prompt_versions.c.agent == agent)
    return [Version(*row) for row in tx.execute(query)]


def called(tx: Connection, start: str) -> list[Version]:
    """The versions whose names begin so."""
    fits = prompt_versions.c.version.startswith(start[:_MANY], autoescape=True)
    query = select(*_COLUMNS).where(fits).order_by(prompt_versions.c.id)
    return [Version(*row) for row in tx.execute(query)]


# What the embedded model says no prompt made.
_of_a_prompt = and_(
    ai_messages.c.prompt_version != "",
    ai_messages.c.role == "assistant",
    func.coalesce(ai_messages.c.metadata["model"].as_string(), "") != "embedded",
)


def served(tx: Connection) -> dict[tuple[str, str], Served]:
    """{(agent, version): what came of it}, also of versions from before they were kept."""
    key = (ai_messages.c.author, ai_messages.c.prompt_version)
    query = (
        select(
            *key,
            func.count(),
            func.min(ai_messages.c.created_at),
            func.max(ai_messages.c.created_at),
            func.sum(case((ai_messages.c.rating > 0, 1), else_=0)),
            func.sum(case((ai_messages.c.rating < 0, 1), else_=0)),
        )
        .where(_of_a_prompt)
        .group_by(*key)
    )
    stars = _stars(tx)
    found = {}
    for author, version, count, first, last, ups, downs in tx.execute(query):
        mean = stars.get((author, version))
        came = Served(count, first, last, int(ups), int(downs), mean)
        found[author.removeprefix("agent:"), version] = came
    return found


def _stars(tx: Connection) -> dict[tuple[str, str], float]:
    """A conversation's stars count once for each version that spoke in it."""
    spoke = (
        select(ai_messages.c.conversation_id, ai_messages.c.author, ai_messages.c.prompt_version)
        .where(_of_a_prompt)
        .distinct()
        .subquery()
    )
    query = (
        select(spoke.c.author, spoke.c.prompt_version, func.avg(ai_conversations.c.rating))
        .join(ai_conversations, ai_conversations.c.id == spoke.c.conversation_id)
        .where(ai_conversations.c.rating.is_not(None))
        .group_by(spoke.c.author, spoke.c.prompt_version)
    )
    return {(author, version): float(mean) for author, version, mean in tx.execute(query)}


def before(versions: Sequence[Version], text: str, without_tools: str) -> Version | None:
    """The version that served before these words, of one agent's, the newest first; None: there
    is none. Words that never served stand after all."""
    known = [each.id for each in versions if _says(each, text, without_tools)]
    since = min(known, default=2**62)
    others = (each for each in versions if each.id < since)
    return next((each for each in others if not _says(each, text, without_tools)), None)


def _says(version: Version, text: str, without_tools: str) -> bool:
    return (version.text, version.without_tools) == (text, without_tools)
