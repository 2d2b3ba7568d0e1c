"""Every table, by aggregate. Integer keys inside, random public ids outside."""

from storage.tables.base import metadata
from storage.tables.desk import bridges
from storage.tables.engine import inbox, keys, lanes, leases, outbox, pace, timers
from storage.tables.knowledge import passage_vectors
from storage.tables.money import budgets, limits, model_calls
from storage.tables.people import (
    api_tokens,
    bad_numbers,
    codes,
    consent,
    customer_phones,
    customers,
    uploads,
    visitors,
)
from storage.tables.prompts import prompt_versions
from storage.tables.talk import ai_conversations, ai_messages, media
from storage.tables.trade import audit, bookings, days, leads, profile_versions
from storage.tables.work import (
    colleagues,
    drafts,
    files,
    notes,
    notice_floods,
    proposals,
    settings,
    streams,
    todos,
)

__all__ = [
    "ai_conversations",
    "ai_messages",
    "api_tokens",
    "audit",
    "bad_numbers",
    "bookings",
    "bridges",
    "budgets",
    "codes",
    "colleagues",
    "consent",
    "customer_phones",
    "customers",
    "days",
    "drafts",
    "files",
    "inbox",
    "keys",
    "lanes",
    "leads",
    "leases",
    "limits",
    "media",
    "metadata",
    "model_calls",
    "notes",
    "notice_floods",
    "outbox",
    "pace",
    "passage_vectors",
    "profile_versions",
    "prompt_versions",
    "proposals",
    "settings",
    "streams",
    "timers",
    "todos",
    "uploads",
    "visitors",
]
