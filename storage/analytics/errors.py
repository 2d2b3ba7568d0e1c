"""What becomes of a query that is not answered."""

from storage.database import StorageError


class QueryRefused(StorageError):
    """The query is not run, or was stopped; the text says what to do about it, and holds nothing
    of the data."""
