"""What the owner's pages are about, as models of meaning put it: numbers of which near ones speak
of the same. They can all be made again."""

from sqlalchemy import Column, LargeBinary, String, Table

from storage.tables.base import metadata, when

# content_hash: of the text. vector: 32-bit floats, little-endian, as many as the model has.
passage_vectors = Table(
    "passage_vectors",
    metadata,
    Column("model", String(80), primary_key=True),
    Column("content_hash", String(64), primary_key=True),
    Column("vector", LargeBinary, nullable=False),
    when("used_at", nullable=False),
)
