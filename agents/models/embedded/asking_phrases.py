"""What the embedded model asks in words of its own, beside the owner's (business/wording.toml); as
phrases has what it tells."""

from agents.models.embedded.phrases import Phrase
from bot.business.wording import Wording

AGAIN_QUESTIONS: dict[str, Phrase] = {
    "event_date": (
        "Which day are you thinking of?",
        "Do you have a date in mind yet?",
    ),
    "guest_count": (
        "About how many people will there be, kids included?",
        "How many guests shall I plan for?",
    ),
    "location": (
        "Which city or ZIP code will the party be in?",
        "And where would the chef come to? A city or ZIP code will do.",
    ),
    "name": (
        "Whose name shall I put on the request?",
        "And what name may I put down?",
    ),
    "phone": (
        "Which phone number may our team call or text?",
        "And a phone number for our team to reach you?",
    ),
}
QUESTION_OF = {
    "event_date": "event_date",
    "guest_count": "guests",
    "location": "place",
    "name": "name",
    "phone": "phone",
}

READ_BACK_AGAIN: Phrase = (
    "So that's {details}. Is that right, and shall I send it to our team?",
    "To be sure: {details}. Is everything right, and may I send it?",
)
READ_BACK_OFFER: Phrase = (
    "Shall I read everything back to you, and then send it to our team?",
    "Would you like to hear it all once more before I send it?",
)
STILL_SO: Phrase = (
    "Last time you told us of this: {needs}. Does it hold for this party too?",
    "You once told us of this: {needs}. Is it so for this party too?",
)
WHAT_TO_CHANGE: Phrase = (
    "No problem. What should I change?",
    "All right, nothing is sent yet. Which part isn't right?",
)
ONE_OF_THESE_DAYS: Phrase = (
    "Would one of those days work?",
    "Would another of those days do?",
)
WHICH_DAY: Phrase = (
    "Which day in {month} are you thinking of?",
    "What day in {month} would suit you?",
)
HOW_MANY_NOW: Phrase = ("How many guests will it be in all, then?",)
HOW_MANY_IN_ALL: Phrase = (
    "I have no party of yours here yet to add to. How many guests will it be in all?",
    "How many guests will it be in all, with those?",
)
THAT_TIME: Phrase = ("Would that time do?", "Would you take that time?")
HOW_MANY_INSTEAD: Phrase = ("How many guests shall I put down?",)
WHICH_OF_THEM: Phrase = ("Which one would you like?", "Which of them suits you best?")
WHICH_OF_THESE: Phrase = ("Which of them would you like: {choices}?", "Which one: {choices}?")


def questions(wording: Wording, slot: str) -> Phrase:
    """The ways to ask for a detail, the owner's first."""
    own: str = getattr(wording.questions, QUESTION_OF[slot])
    return (own, *AGAIN_QUESTIONS[slot])
