"""trusted agents

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

from storage.types import Id, Json, UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _knowledge()
    _records()
    _money()
    _memory()


def downgrade() -> None:
    _undo_memory()
    _undo_money()
    _undo_records()
    _undo_knowledge()


def _records() -> None:
    op.create_table(
        "prompt_versions",
        sa.Column("id", Id, nullable=False),
        sa.Column("agent", sa.String(length=20), nullable=False),
        sa.Column("version", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("without_tools", sa.Text(), nullable=False),
        sa.Column("tools", sa.Text(), nullable=False),
        sa.Column("author", sa.String(length=80), nullable=False),
        sa.Column("first_used_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prompt_versions")),
        sa.UniqueConstraint("agent", "version", name=op.f("uq_prompt_versions_agent_version")),
    )
    op.add_column("inbox", sa.Column("opened_at", UtcDateTime(), nullable=True))
    op.add_column("inbox", sa.Column("ended_at", UtcDateTime(), nullable=True))
    op.add_column("model_calls", sa.Column("settled_at", UtcDateTime(), nullable=True))
    op.add_column("model_calls", sa.Column("failed", sa.String(length=80), nullable=True))


def _undo_records() -> None:
    # Not in a batch: on SQLite that makes the table anew, which rows that refer to it forbid.
    op.drop_column("model_calls", "failed")
    op.drop_column("model_calls", "settled_at")
    op.drop_column("inbox", "ended_at")
    op.drop_column("inbox", "opened_at")
    op.drop_table("prompt_versions")


def _money() -> None:
    op.create_table(
        "budgets",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("micros", sa.BigInteger(), nullable=False),
        sa.Column("ceiling", sa.BigInteger(), nullable=False),
        sa.Column("alerted_at", UtcDateTime(), nullable=True),
        sa.Column("told", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("micros >= 0", name=op.f("ck_budgets_micros_not_negative")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_budgets")),
    )
    op.create_index(op.f("ix_budgets_day"), "budgets", ["day"])
    for copied in (_DAYS, _SHARES, _TALKS):
        op.execute(copied)
    op.drop_table("spend")
    purpose = sa.Column("purpose", sa.String(length=12), server_default="chat", nullable=False)
    op.add_column("model_calls", purpose)
    op.create_index(
        "ix_model_calls_open",
        "model_calls",
        ["created_at"],
        sqlite_where=sa.text("settled IS NULL"),
        postgresql_where=sa.text("settled IS NULL"),
    )
    for table in ("inbox", "outbox"):
        op.add_column(table, sa.Column("cost", sa.BigInteger(), nullable=True))


_DAYS = """
INSERT INTO budgets (name, day, micros, ceiling, alerted_at)
SELECT 'day:' || CAST(day AS VARCHAR), day, micros, micros, alerted_at FROM spend
"""
_SHARES = """
INSERT INTO budgets (name, day, micros, ceiling)
SELECT 'agent:' || agent || ':' || CAST(day AS VARCHAR), day, SUM(COALESCE(settled, reserved)), 0
FROM model_calls WHERE day >= (SELECT MAX(day) FROM spend) GROUP BY agent, day
"""
_TALKS = """
INSERT INTO budgets (name, day, micros, ceiling)
SELECT 'conversation:' || CAST(a.id AS VARCHAR), MAX(k.day), SUM(COALESCE(settled, reserved)), 0
FROM model_calls k JOIN ai_conversations a ON a.id = k.conversation_id
WHERE a.status = 'active' GROUP BY a.id
"""


def _undo_money() -> None:
    for table in ("outbox", "inbox"):
        op.drop_column(table, "cost")
    op.drop_index("ix_model_calls_open", "model_calls")
    op.drop_column("model_calls", "purpose")
    op.create_table(
        "spend",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("micros", sa.BigInteger(), nullable=False),
        sa.Column("alerted_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("micros >= 0", name=op.f("ck_spend_micros_not_negative")),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_spend")),
    )
    op.execute(
        "INSERT INTO spend (day, micros, alerted_at) "
        "SELECT day, micros, alerted_at FROM budgets WHERE name LIKE 'day:%'"
    )
    op.drop_index(op.f("ix_budgets_day"), "budgets")
    op.drop_table("budgets")


def _memory() -> None:
    op.add_column("ai_conversations", sa.Column("summary", Json, nullable=True))


def _undo_memory() -> None:
    op.drop_column("ai_conversations", "summary")


def _knowledge() -> None:
    op.create_table(
        "passage_vectors",
        sa.Column("model", sa.String(length=80), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.Column("used_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("model", "content_hash", name=op.f("pk_passage_vectors")),
    )


def _undo_knowledge() -> None:
    op.drop_table("passage_vectors")
