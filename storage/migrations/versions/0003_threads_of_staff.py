"""threads of staff

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

from storage.types import Id, UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bridges",
        sa.Column("id", Id, nullable=False),
        sa.Column("conversation_id", Id, nullable=False),
        sa.Column("card_id", Id, nullable=False),
        sa.Column("told_id", Id, nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["card_id"], ["outbox.id"], name=op.f("fk_bridges_card_id")),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["ai_conversations.id"],
            name=op.f("fk_bridges_conversation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bridges")),
    )
    with op.batch_alter_table("bridges", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_bridges_conversation_id"), ["conversation_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("bridges", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bridges_conversation_id"))

    op.drop_table("bridges")
