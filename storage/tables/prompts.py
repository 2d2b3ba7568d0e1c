"""The prompts that ever served, as they were then."""

from sqlalchemy import Column, String, Table, Text, UniqueConstraint

from storage.tables.base import key, metadata, when

# version: the hash that ai_messages.prompt_version bears. text, without_tools: as they were worded,
# not yet filled from the profile. tools: what of the tools the model was told, as JSON; it is part
# of the version. author: file, or who set the text at run time.
prompt_versions = Table(
    "prompt_versions",
    metadata,
    key(),
    Column("agent", String(20), nullable=False),
    Column("version", String(32), nullable=False),
    Column("text", Text, nullable=False),
    Column("without_tools", Text, nullable=False),
    Column("tools", Text, nullable=False),
    Column("author", String(80), nullable=False),
    when("first_used_at", nullable=False),
    UniqueConstraint("agent", "version"),
)
