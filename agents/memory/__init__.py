"""What is kept of what was said: a window on the conversation, a summary of what lies before it,
and facts of a customer that outlast it."""
