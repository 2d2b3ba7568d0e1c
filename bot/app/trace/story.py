"""A conversation's timeline: its turns, and all that happened around them."""

from collections.abc import Iterator

from bot.app.trace.entry import Entry, dollars, in_short, lasted, seconds, spent
from bot.app.trace.turns import turn_entries
from storage.database import dumps
from storage.timeline import Journal, Row

SLOW_DELIVERY = 10.0  # seconds
_BAD_ENDS = ("undelivered", "failed", "refused", "expired", "doubt")
# What happens at the same moment is told in this order.
_ORDER = {"heard": 0, "turn": 1, "model": 2, "tool": 3, "held back": 4, "said": 5, "sent": 6}


def story(journal: Journal) -> list[Entry]:
    """All that happened, and at the end what is still to come."""
    found = [*turn_entries(journal), *_around(journal)]
    told = sorted(found, key=lambda entry: (entry.at, _ORDER.get(entry.kind, 9)))
    return [*told, *sorted(_ahead(journal), key=lambda entry: entry.at)]


def _around(journal: Journal) -> Iterator[Entry]:
    for message in journal.messages:
        if message["turn_id"] is None and message["role"] != "user":
            yield _outside(message)
    yield from map(_sent, journal.sends)
    yield from (_happened(event) for event in journal.events if event["kind"] != "message")
    yield from (_model_besides(call) for call in journal.calls if call["turn_id"] is None)
    for row in journal.proposals:
        yield from _proposal(row)
    for row in journal.drafts:
        yield from _draft(row)
    for row in journal.leads:
        named = f"{row['public_id']}, {row['status']}" + (
            f", needs a person: {row['reason']}" if row["needs_person"] else ""
        )
        yield Entry(row["created_at"], "inquiry", named, more={"inquiry": row["public_id"]})
    for row in journal.bookings:
        yield Entry(row["created_at"], "inquiry", f"booking {row['public_id']}, {row['status']}")
    yield from map(_deed, journal.deeds)
    yield from _standing(journal.conversation)


def _outside(message: Row) -> Entry:
    """What people said and did in it, and what the bot noted by itself."""
    author, text = message["author"], message["content"]
    if author.startswith("staff:"):
        return Entry(message["created_at"], "staff", text, more={"author": author})
    what = author.partition(":")[2] if author.startswith("note:") else author
    return Entry(message["created_at"], "note", f"{what} {text}".strip(), more={"author": author})


def _sent(row: Row) -> Entry:
    is_notice = row["message_id"] is None and row["kind"] not in ("reply", "consent")
    notice = (row["payload"] or {}).get("notice")
    tries = f", try {row['attempts']}" if row["attempts"] > 1 else ""
    error = f", error {row['error_code']}" if row["error_code"] else ""
    cost = f", {dollars(row['cost'])}" if row["cost"] else ""
    parts = f", {row['segments']} segments" if (row["segments"] or 0) > 1 else ""
    about = f"{notice or row['kind']} " if is_notice else ""
    text = f"{about}by {row['channel']}: {row['status']}{tries}{error}{parts}{cost}"
    return Entry(
        row["sent_at"] or row["created_at"],
        "notice" if is_notice else "sent",
        text,
        *lasted(max(row["created_at"], row["not_before"]), row["sent_at"], SLOW_DELIVERY),
        wrong=row["status"] in _BAD_ENDS,
        turn=row["in_reply_to"],
        more={
            "id": row["public_id"],
            "address": row["address"],
            "status": row["status"],
            "provider_id": row["provider_id"],
            "provider_status": row["provider_status"],
            "body": row["body"],
        },
    )


def _happened(event: Row) -> Entry:
    payload = event["payload"]
    waited = seconds(event["received_at"], event["ended_at"])
    wrong = event["status"] == "dead"
    if event["kind"] == "timer":
        text = f"{payload.get('timer')}: {event['status']}"
        return Entry(event["received_at"], "timer", text, waited, wrong=wrong)
    meta = payload.get("meta") or {}
    by = meta.get("user") or (meta.get("staff") or {}).get("id") or "staff"
    text = f"{by}: {meta.get('act') or 'acted'} ({event['status']})"
    return Entry(event["received_at"], "staff", text, waited, wrong=wrong)


def _model_besides(call: Row) -> Entry:
    took = seconds(call["created_at"], call["settled_at"])
    why = f"{call['failed']}; " if call["failed"] else ""
    text = f"{call['model']} for a {call['purpose']}: {why}{dollars(spent(call))}"
    return Entry(call["created_at"], "model", text, took, wrong=call["failed"] is not None)


def _proposal(row: Row) -> Iterator[Entry]:
    asked = f"{row['proposed_name']} asks for: {row['title']}"
    yield Entry(row["created_at"], "staff", asked, more={"proposal": row["public_id"]})
    if row["decided_at"] is not None:
        who = row["decided_name"] or "nobody"
        text = f"{row['title']}: {row['status']} by {who}. {row['result'] or ''}".strip()
        yield Entry(row["decided_at"], "staff", text, wrong=row["status"] == "failed")


def _draft(row: Row) -> Iterator[Entry]:
    yield Entry(row["created_at"], "staff", f"a reply is suggested: {row['text']}")
    if row["decided_at"] is not None:
        yield Entry(row["decided_at"], "staff", f"the suggested reply: {row['status']}")


def _deed(row: Row) -> Entry:
    changed = in_short(dumps(row["after"])) if row["after"] else ""
    text = f"{row['actor']}: {row['action']} {row['subject']} {changed}".strip()
    return Entry(row["at"], "staff", text, more={"before": row["before"], "after": row["after"]})


def _standing(conversation: Row) -> Iterator[Entry]:
    if (asked := conversation["person_asked_at"]) is not None:
        yield Entry(asked, "notice", "a person is asked for")
    if (claimed := conversation["claimed_at"]) is not None and conversation["claimed_by"]:
        yield Entry(claimed, "staff", f"{conversation['claimed_name']} has the conversation")
    if (closed := conversation["closed_at"]) is not None:
        how = "resolved" if conversation["resolved"] else "not resolved"
        stars = f", {conversation['rating']} stars" if conversation["rating"] else ""
        yield Entry(closed, "note", f"the conversation is closed: {how}{stars}")


def _ahead(journal: Journal) -> Iterator[Entry]:
    for row in journal.timers:
        yield Entry(row["due_at"], "ahead", f"{row['kind']} is due")
    for row in journal.sends:
        if row["status"] in ("pending", "sending") and row["not_before"] > row["created_at"]:
            yield Entry(row["not_before"], "ahead", f"{row['kind']} by {row['channel']} is due")
