"""`bot prompt`: the agents' prompts and their versions, for the operator."""
