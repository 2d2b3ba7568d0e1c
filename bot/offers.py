"""What a reply brings besides its words, where the website can show it: a form, quick answers."""

from msgspec.structs import replace
from sqlalchemy import Connection

from bot.contacts import ASKED, contact_request
from bot.messages import Reply
from bot.opened import Talk

QUICK_REPLIES = "quick_replies"


def with_offers(tx: Connection, talk: Talk, reply: Reply) -> Reply:
    """The reply, with them in its metadata; for the transaction that closes the turn."""
    if talk.last.channel != "web":
        return reply
    offers: dict[str, list[str]] = {}
    if fields := contact_request(tx, talk):
        offers[ASKED] = list(fields)
    if reply.read_back is not None:
        offers[QUICK_REPLIES] = list(talk.scope.profile.wording.read_back_answers)
    return replace(reply, metadata={**reply.metadata, **offers}) if offers else reply
