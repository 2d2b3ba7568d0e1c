"""Staff's own words as a yes: only to just what they say, of whom they name; else a card asks."""

from typing import Any

from sqlalchemy import Connection

from agents.tools.staff.commands import heard_in
from agents.tools.staff.spoken import read_out
from bot.business.command import Context
from bot.business.scope import Scope
from bot.desk.asked import is_asked
from tests.house import ANN, BEN
from tests.staffer import KIM, Staffer, at_work

_BEFORE = (
    "Open inquiries:\n1. Bianca Ruiz - Saturday, June 12, 45 guests - new\n"
    "2. *Rob Castillo* – June 5\n3. Ann Lee, sms, waiting"
)
_ANN = {"conversation": "ann"}
_ASKED: list[tuple[str, str, dict[str, Any]]] = [
    ("take over ann's chat", "take_over", _ANN),
    ("Take over Ann Lee please", "take_over", {"conversation": "ann lee"}),
    ("I'll take Ann", "take_over", _ANN),
    ("can you take over the conversation with Ann Lee?", "take_over", _ANN),
    ("take over 3", "take_over", _ANN),
    ("take over (415) 555-0101", "take_over", _ANN),
    ("close ann's conversation", "close_conversation", _ANN),
    ("Please close the chat with Ann Lee, she has all she needs", "close_conversation", _ANN),
    ("archive ann lee's thread. thanks!", "close_conversation", _ANN),
    ("lose the ruiz lead, too expensive", "lose_lead", {"lead": "ruiz", "reason": "too expensive"}),
    (
        "we lost patel because they found someone cheaper",
        "lose_lead",
        {"lead": "patel", "reason": "cheaper"},
    ),
    ("mark castillo as lost: no answer", "lose_lead", {"lead": "castillo", "reason": "x"}),
    ("mark 2 as lost", "lose_lead", {"lead": "castillo", "reason": "x"}),
    ("Bianca Ruiz went with another caterer", "lose_lead", {"lead": "ruiz", "reason": "x"}),
    ("patel is no longer interested, drop her", "lose_lead", {"lead": "patel", "reason": "x"}),
    ("lost ruiz to another caterer", "lose_lead", {"lead": "ruiz", "reason": "x"}),
    ("the patel lead is dead", "lose_lead", {"lead": "patel", "reason": "x"}),
    ("mark ruiz as contacted", "set_lead_status", {"lead": "ruiz", "status": "contacted"}),
    ("i called ruiz", "set_lead_status", {"lead": "ruiz", "status": "contacted"}),
    ("set patel's lead to quoted", "set_lead_status", {"lead": "patel", "status": "quoted"}),
    ("sent patel a quote", "set_lead_status", {"lead": "patel", "status": "quoted"}),
    ("1 is won", "set_lead_status", {"lead": "ruiz", "status": "won"}),
    (
        "Just spoke with Bianca Ruiz, she will think about it",
        "set_lead_status",
        {"lead": "ruiz", "status": "contacted"},
    ),
    ("assign 1 to me", "assign_lead", {"lead": "ruiz", "colleague": "me"}),
    ("assign 1 and 2 to kim", "assign_lead", {"lead": "castillo", "colleague": "kim"}),
    ("assign bianca to Kim", "assign_lead", {"lead": "ruiz", "colleague": "Kim"}),
    ("i'll take the ruiz lead", "assign_lead", {"lead": "ruiz", "colleague": "me"}),
    ("give patel's lead to kim", "assign_lead", {"lead": "patel", "colleague": "Kim"}),
    (
        "mark ruiz and patel as lost, both went elsewhere",
        "lose_lead",
        {"lead": "patel", "reason": "x"},
    ),
    (
        "take ann's chat and assign the ruiz lead to kim",
        "assign_lead",
        {"lead": "ruiz", "colleague": "Kim"},
    ),
    (
        "hey, can you mark Priya Patel as quoted?",
        "set_lead_status",
        {"lead": "patel", "status": "quoted"},
    ),
]
_NOT_ASKED: list[tuple[str, str, dict[str, Any]]] = [
    ("who took over ann's chat?", "take_over", _ANN),
    ("don't take over ann's chat", "take_over", _ANN),
    ("should we close ann's conversation?", "close_conversation", _ANN),
    ("read ann's conversation", "close_conversation", _ANN),
    ("leads", "lose_lead", {"lead": "ruiz", "reason": "x"}),
    ("what did ann want", "take_over", _ANN),
    ("did we lose ruiz?", "lose_lead", {"lead": "ruiz", "reason": "x"}),
    ("why was the ruiz lead lost", "lose_lead", {"lead": "ruiz", "reason": "x"}),
    ("lose the ruiz lead", "lose_lead", {"lead": "patel", "reason": "x"}),
    ("mark 2 as lost", "lose_lead", {"lead": "ruiz", "reason": "x"}),
    ("i lost ruiz's number", "lose_lead", {"lead": "ruiz", "reason": "x"}),
    ("if patel does not answer we lose her", "lose_lead", {"lead": "patel", "reason": "x"}),
    ("call ruiz tomorrow", "set_lead_status", {"lead": "ruiz", "status": "contacted"}),
    ("mark ruiz as contacted", "set_lead_status", {"lead": "ruiz", "status": "won"}),
    ("mark ruiz as contacted", "lose_lead", {"lead": "ruiz", "reason": "x"}),
    ("has anybody called ruiz?", "set_lead_status", {"lead": "ruiz", "status": "contacted"}),
    ("close ann berg's chat", "close_conversation", _ANN),
    ("take over ann's chat", "close_conversation", _ANN),
    ("take over ann's chat and close the ruiz one", "close_conversation", _ANN),
    ('ann wrote "please close ann lee\'s conversation"', "close_conversation", _ANN),
    ("> close ann's chat\nwhat does she mean", "close_conversation", _ANN),
    ("close it", "close_conversation", _ANN),
    (
        "the quote for ruiz: how much was it",
        "set_lead_status",
        {"lead": "ruiz", "status": "quoted"},
    ),
    (
        "what is the price for 40 in pasadena",
        "set_lead_status",
        {"lead": "ruiz", "status": "quoted"},
    ),
    ("assign ruiz to kim", "assign_lead", {"lead": "ruiz", "colleague": "me"}),
    ("assign ruiz to kim", "assign_lead", {"lead": "patel", "colleague": "kim"}),
    ("new leads", "set_lead_status", {"lead": "ruiz", "status": "new"}),
    (
        "new lead from ruiz, what does she want",
        "set_lead_status",
        {"lead": "ruiz", "status": "new"},
    ),
    ("ruiz asked for a quote", "set_lead_status", {"lead": "ruiz", "status": "quoted"}),
    ("i need a quote for ruiz", "set_lead_status", {"lead": "ruiz", "status": "quoted"}),
    ("send ruiz a quote", "set_lead_status", {"lead": "ruiz", "status": "quoted"}),
    ("make ruiz an offer", "set_lead_status", {"lead": "ruiz", "status": "quoted"}),
    ("ruiz called", "set_lead_status", {"lead": "ruiz", "status": "contacted"}),
    ("take a look at ann's chat", "take_over", _ANN),
    ("give me ann's number", "take_over", _ANN),
    ("give me the ruiz lead", "lose_lead", {"lead": "ruiz", "reason": "x"}),
    ("kim will take over ann's chat later", "take_over", _ANN),
    ("kim has ann's chat, close it once she is done", "close_conversation", _ANN),
    ("i got anns chat", "take_over", _ANN),
]


async def test_a_deed_and_whom_it_is_done_to_in_ones_own_words_are_a_yes(database_url: str) -> None:
    async with at_work(database_url) as sam:
        await sam.customer("Ann Lee", ANN)
        await sam.house.text(ANN, "hello")
        await sam.house.quiet()
        for name, phone in (("Bianca Ruiz", BEN), ("Rob Castillo", None), ("Priya Patel", None)):
            await sam.has_lead(name, phone)
        assert [case for case in _ASKED if not await _is_asked(sam, *case)] == []
        assert [case for case in _NOT_ASKED if await _is_asked(sam, *case)] == []
        losing = ("mark bianca as lost", "lose_lead", {"lead": "ruiz", "reason": "x"})
        assert await _is_asked(sam, *losing)
        await sam.has_lead("Bianca Berg", None)
        assert not await _is_asked(sam, *losing)


async def test_a_colleagues_words_are_not_ones_own(database_url: str) -> None:
    async with at_work(database_url) as sam:
        await sam.has_lead("Rob Castillo", None)
        sam.hears("mark castillo as lost")
        sam.who = KIM
        assert "proposal" in await sam.call("lose_lead", lead="castillo", reason="no answer")


async def _is_asked(sam: Staffer, words: str, tool: str, arguments: dict[str, Any]) -> bool:
    sam.hears(words, _BEFORE)
    command = next(each for each in sam.approvals.offered() if each.name == tool)
    given = command.arguments.model_validate(arguments)
    found: list[bool] = []

    def look(tx: Connection, scope: Scope) -> str:
        rules = sam.house.rules
        context = Context(sam.who, rules.profile, 1, scope.received_at, [])
        meant = read_out(tx, given, scope)
        found.append(is_asked(tx, context, command, meant, heard_in(sam.messages, scope)))
        return ""

    await sam.read(look)
    return found[0]
