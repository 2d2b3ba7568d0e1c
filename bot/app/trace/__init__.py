"""`bot trace`: one conversation as a timeline, from the database alone."""
