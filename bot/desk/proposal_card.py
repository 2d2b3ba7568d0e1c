"""A proposal as it is shown: its text, its card, and the name under which a yes is given to it."""

from typing import Any

from bot.business.cards import mask_cards
from bot.business.command import Preview
from storage.proposals import Proposal


def reference(public_id: str, revision: int) -> str:
    """A proposal as it was shown, which is what a yes is said to."""
    return f"{public_id}:{revision}"


def referred(said: str) -> tuple[str, int | None]:
    """The proposal that a reference names, and its revision; None: a bare id."""
    public_id, _, revision = said.partition(":")
    return public_id, int(revision) if revision.isdecimal() else None


def text_of(proposal: Proposal) -> str:
    """A proposal in words."""
    lines = [proposal.title]
    for label, after, before in proposal.facts:
        was = f"{before} -> " if before is not None else ""
        lines.append(f"{label}: {was}{after if after is not None else 'none'}")
    if proposal.status != "open":
        lines.append(f"{ended(proposal)}. {proposal.result or ''}".strip())
    return "\n".join(lines)


def shown_of(preview: Preview) -> dict[str, Any]:
    """The columns of what its card shows."""
    facts = [[fact.label, _masked(fact.after), _masked(fact.before)] for fact in preview.facts]
    return {"title": mask_cards(preview.title), "facts": facts}


def _masked(text: str | None) -> str | None:
    return None if text is None else mask_cards(text)


def card_of(proposal: Proposal) -> dict[str, Any]:
    """What a door shows of it."""
    return {
        "id": reference(proposal.public_id, proposal.revision),
        "title": proposal.title,
        "facts": proposal.facts,
        "status": proposal.status,
        "by": proposal.proposed_name,
        "decided_by": proposal.decided_name,
        "result": proposal.result,
        "edits": proposal.revision - 1,
    }


def ended(proposal: Proposal) -> str:
    """What became of it, in words."""
    by = f" by {proposal.decided_name}" if proposal.decided_name else ""
    return {
        "approved": f"approved{by}",
        "cancelled": f"cancelled{by}",
        "expired": "expired",
        "failed": f"approved{by}, and could not be done",
    }.get(proposal.status, proposal.status)
