"""What staff see of conversations, where they see it in threads."""

from sqlalchemy import Column, Table

from storage.tables.base import key, metadata, refers, when
from storage.types import Id

# A conversation's thread hangs on the notice in card_id; where that is, is its row's provider_id.
# told_id: the newest message that was shown in the thread.
bridges = Table(
    "bridges",
    metadata,
    key(),
    refers("conversation_id", "ai_conversations", nullable=False, index=True),
    refers("card_id", "outbox", nullable=False),
    Column("told_id", Id, nullable=False, default=0),
    when("created_at", nullable=False),
)
