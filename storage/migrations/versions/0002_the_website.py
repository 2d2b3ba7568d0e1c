"""the website

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

from storage.types import Id, UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "api_tokens",
        sa.Column("id", Id, nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_tokens")),
        sa.UniqueConstraint("digest", name=op.f("uq_api_tokens_digest")),
        sa.UniqueConstraint("public_id", name=op.f("uq_api_tokens_public_id")),
    )
    op.create_table(
        "codes",
        sa.Column("id", Id, nullable=False),
        sa.Column("visitor", sa.String(length=64), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("used_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_codes")),
    )
    with op.batch_alter_table("codes", schema=None) as batch_op:
        batch_op.create_index("ix_codes_visitor", ["visitor", "id"], unique=False)

    op.create_table(
        "uploads",
        sa.Column("id", Id, nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("visitor", sa.String(length=64), nullable=False),
        sa.Column("content_type", sa.String(length=80), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("bytes", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_uploads")),
        sa.UniqueConstraint("public_id", name=op.f("uq_uploads_public_id")),
    )
    with op.batch_alter_table("uploads", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_uploads_visitor"), ["visitor"], unique=False)

    op.create_table(
        "visitors",
        sa.Column("id", Id, nullable=False),
        sa.Column("visitor", sa.String(length=64), nullable=False),
        sa.Column("customer_id", Id, nullable=True),
        sa.Column("name", sa.String(length=120), nullable=True),
        sa.Column("phone", sa.String(length=20), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("proved_phone", sa.String(length=20), nullable=True),
        sa.Column("site", sa.String(length=200), nullable=True),
        sa.Column("subject", sa.String(length=200), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_visitors_customer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visitors")),
        sa.UniqueConstraint("site", "subject", name=op.f("uq_visitors_site_subject")),
        sa.UniqueConstraint("visitor", name=op.f("uq_visitors_visitor")),
    )
    with op.batch_alter_table("visitors", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_visitors_customer_id"), ["customer_id"], unique=False)

    with op.batch_alter_table("ai_conversations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("mailbox_id", Id, nullable=True))
        batch_op.add_column(sa.Column("claimed_name", sa.String(length=80), nullable=True))
        batch_op.add_column(sa.Column("rating", sa.Integer(), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_ai_conversations_mailbox_id"), ["mailbox_id"], unique=False
        )

    with op.batch_alter_table("lanes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lanes_joined_to"), ["joined_to"], unique=False)
        batch_op.create_index(batch_op.f("ix_lanes_visitor"), ["visitor"], unique=False)

    with op.batch_alter_table("ai_messages", schema=None) as batch_op:
        batch_op.add_column(sa.Column("rating", sa.Integer(), nullable=True))

    op.execute(
        "UPDATE ai_conversations SET mailbox_id = (SELECT inbox.mailbox_id FROM ai_messages"
        " JOIN inbox ON inbox.id = ai_messages.inbox_id"
        " WHERE ai_messages.conversation_id = ai_conversations.id LIMIT 1)"
    )


def downgrade() -> None:
    with op.batch_alter_table("lanes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lanes_visitor"))
        batch_op.drop_index(batch_op.f("ix_lanes_joined_to"))

    with op.batch_alter_table("ai_messages", schema=None) as batch_op:
        batch_op.drop_column("rating")

    with op.batch_alter_table("ai_conversations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ai_conversations_mailbox_id"))
        batch_op.drop_column("rating")
        batch_op.drop_column("claimed_name")
        batch_op.drop_column("mailbox_id")

    with op.batch_alter_table("visitors", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_visitors_customer_id"))

    op.drop_table("visitors")
    with op.batch_alter_table("uploads", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_uploads_visitor"))

    op.drop_table("uploads")
    with op.batch_alter_table("codes", schema=None) as batch_op:
        batch_op.drop_index("ix_codes_visitor")

    op.drop_table("codes")
    op.drop_table("api_tokens")
