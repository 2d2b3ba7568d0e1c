"""The names of what staff can do, which buttons carry out and bring back."""

CLAIM, TAKE, OPEN, SEND, GIVE_BACK = "claim", "take", "open", "send", "give_back"
APPROVE, EDIT, CANCEL = "approve", "edit", "cancel"
ON_CARDS = (CLAIM, TAKE, OPEN, GIVE_BACK)  # those of a click alone, on a conversation's card
ON_PROPOSALS = (APPROVE, CANCEL)
SAYING, WORDS = "say", "words"  # the form in which something is sent, and its field
