"""Conversations with customers: who waits, and what was said."""

import re

from agents.models.desk.finding import items_of, on_one
from agents.models.desk.lines import (
    block,
    conversation_line,
    counted,
    lead_line,
    message_line,
    numbered,
    short,
)
from agents.models.desk.refs import kind_meant, ref_of
from agents.models.desk.rules import Groups, rule
from agents.models.desk.talk import Item, Result, Steps, Talk, Told, trouble
from agents.models.embedded.exchange import Call

_HEADS = {"waiting": "waiting for a person", "held": "with one of us", "recent": "lately"}


def list_chats(talk: Talk, groups: Groups) -> Steps:
    plain = f" {talk.words.plain} "
    which = "recent"
    if re.search(r" (?:waiting|wait|waits|unanswered|open|pending|needs?|queue) ", plain):
        which = "waiting"
    if re.search(r" (?:held|hold|holding|have taken|took|mine|claimed|taken|handling) ", plain):
        which = "held"
    return _listed(which)


def who_waits(talk: Talk, groups: Groups) -> Steps:
    return _listed("waiting")


def _listed(which: str) -> Steps:
    result = yield Call("list_conversations", {"which": which})
    if wrong := trouble(result):
        return Told(wrong)
    rows = result.get("conversations") or []
    if not rows:
        return Told(
            "Nobody is waiting." if which == "waiting" else f"No conversations {_HEADS[which]}."
        )
    head = f"{counted(result.get('found', len(rows)), 'conversation')} {_HEADS[which]}:"
    items = items_of("conversation", rows)
    listed = numbered([conversation_line(row) for row in rows], result.get("more"))
    return Told(f"{head}\n{listed}", shown=items, focus=items[0] if len(items) == 1 else None)


def read_chat(talk: Talk, groups: Groups) -> Steps | None:
    ref = ref_of(talk, groups["who"])
    if kind_meant(talk, ref) in ("booking", "todo", "dead_letter", "page"):
        return None
    return on_one(talk, ref, "conversation", shown_chat)


def shown_chat(chat: Item) -> Steps:
    result = yield Call("read_conversation", {"conversation": chat.id})
    if wrong := trouble(result):
        return Told(wrong)
    item = Item("conversation", str(result["id"]), str(result.get("name") or ""), dict(result))
    return Told(_card(result), focus=item)


def _card(row: Result) -> str:
    details = row.get("details") or {}
    noted = ", ".join(f"{slot.replace('_', ' ')} {value}" for slot, value in details.items())
    messages = row.get("messages") or []
    lead = row.get("lead")
    reach = row.get("reach") if row.get("may_be_texted") is False else None
    return block(
        [
            conversation_line({**row, "last": None}),
            short(row.get("summary") or "", 300),
            f"Noted: {noted}" if noted else "",
            f"Inquiry: {lead_line(lead)}" if lead else "",
            str(reach) if reach else "",
            *(message_line(message) for message in messages[-10:]),
        ]
    )


_TALKED = r"(?:messages?|texts?|CHAT)"


CHAT_LISTS = (
    rule(
        "read_conversation",
        read_chat,
        rf"(?:SHOW )+(?:the |last |latest )*{_TALKED} (?:with|of|from|by|for) (?P<who>.+)",
        rf"{_TALKED} (?:with|of|from|by) (?P<who>.+)",
        rf"(?:SHOW )+(?P<who>.+? (?:'s )?{_TALKED})",
        r"what (?:did|does|has) (?P<who>.+?) (?:say|said|write|written|text|texted|want|wants|ask"
        r"|asked|need)(?: .*)?",
        r"what (?P<who>(?!we\b|i\b|you\b)\S+(?: \S+)?) (?:wrote|said|texted|asked|wants)(?: .*)?",
        r"what is (?P<who>.+) (?:saying|asking|waiting for|writing)",
        rf"(?P<who>(?!waiting|open|recent|all|my|our|held|the|any|which)\S+(?: \S+)? (?:'s"
        rf" )?{_TALKED})",
        r"read (?P<who>.+)",
        r"summar(?:y|ize)(?: of| for)? (?P<who>.+)",
        r"catch me up on (?P<who>.+)",
    ),
    rule(
        "list_conversations",
        who_waits,
        r"(?:any|which|are there|SHOW |the )* ?(?:customers|people|chats|clients)(?: that| who)?"
        r"(?: are)? waiting.*",
        r"(?:SHOW )?(?:who|anyone|anybody|somebody|is anyone|is anybody|is somebody|is someone"
        r"|customers"
        r"|people|anyone else)(?: is| are| else)* (?:still )?(?:waiting|in the queue|needs?"
        r" (?:us|me|a"
        r" person|help|an answer)|on hold).*",
        r"waiting(?: .*)?",
        r"(?:the )?queue",
        r"who needs .*",
        r"(?:SHOW )?(?:who|what) (?:is )?unanswered",
        r"anyone .*waiting.*",
        r"who do i (?:need|have) to (?:answer|call back|reply to).*",
    ),
    rule(
        "list_conversations",
        list_chats,
        r"(?:SHOW |what |which |all |any |are there |the |our |my |recent |latest |last |open "
        r"|waiting"
        r" |held |unanswered |active |current |today 's )*(?:CHATS|messages|texts|inbox)(?: .*)?",
        r"who (?:texted|wrote|messaged|called)(?: us| in)?(?: .*)?",
    ),
)
