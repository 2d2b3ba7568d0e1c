"""What the owner's knowledge pages say, found by a question in the customer's words."""
