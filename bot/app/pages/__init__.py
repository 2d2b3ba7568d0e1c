"""`bot knowledge`: documents and web pages, taken in as knowledge pages."""
