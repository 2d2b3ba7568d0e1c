"""The names of what staff can do, which buttons carry out and bring back."""

CLAIM, TAKE, OPEN, SEND, GIVE_BACK = "claim", "take", "open", "send", "give_back"
KEEP = "keep"
APPROVE, EDIT, CANCEL = "approve", "edit", "cancel"
RATE, HOME, REFRESH, PROMPTS = "rate", "home", "refresh", "prompts"
DRAFT_SEND, DRAFT_EDIT, DRAFT_DISCARD = "draft_send", "draft_edit", "draft_discard"
TOO_LATE = "too_late"  # a form did not open in its three seconds
ON_CARDS = (CLAIM, TAKE, OPEN, GIVE_BACK, KEEP)  # those of a click alone, on a conversation's card
ON_PROPOSALS = (APPROVE, CANCEL)
ON_DRAFTS = (DRAFT_SEND, DRAFT_DISCARD)
FORMS = (SEND, EDIT, DRAFT_EDIT)  # those that open a form
SAYING, WORDS = "say", "words"  # the form in which something is sent, and its field
EDITING, DRAFTING = "edit", "draft"  # the forms of a proposal, and of a suggested reply
