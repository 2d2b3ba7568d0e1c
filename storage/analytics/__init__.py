"""Questions that staff put to the data: read-only SQL over documented views, behind two walls.

The first reads the query (guard), the second is the connection it runs on (sqlite, postgres)."""
