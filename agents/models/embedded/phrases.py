"""What the embedded model says in words of its own, beside the owner's (business/wording.toml).

Where there are several, they say the same in turn, so that nothing is said twice running. All fit
the plain alphabet of text messages. {braces} are facts of the business or named at the call.
"""

from bot.business.wording import Wording

Phrase = tuple[str, ...]

OPENING: Phrase = ("Hi, this is {business_name}!",)
WELCOME_BACK: Phrase = ("Hi {first_name}, good to hear from you again!",)
HELLO_AGAIN: Phrase = ("Hello again!", "Hi there!")
WHO_WE_ARE: Phrase = (
    "This is {business_name}, {business_description}.",
    "We're {business_name}, {business_description}.",
)
ASK_AWAY: Phrase = ("I'm here, ask away!", "Yes, what would you like to know?")
HOW_TO_HELP: Phrase = ("How can I help you?", "What can I do for you?")

GOT_IT: Phrase = ("Got it: {details}.", "Great, {details}.")
CHANGED: Phrase = ("No problem, it's {details} now.", "Changed: {details}.")
THANKS_NAME: Phrase = ("Thanks, {first_name}!", "Thank you, {first_name}!")
NOTED_NUMBER: Phrase = ("I have your number, thank you.", "Your number is noted, thank you.")
NOTED_EMAIL: Phrase = ("I have your e-mail address, thank you.", "Your e-mail address is noted.")
NOTED_DIET: Phrase = ("I've noted: {diet}.", "That's noted for the chef: {diet}.")
NOTED_OCCASION: Phrase = ("We'd love to cook for the {occasion}.",)
OCCASIONS = {
    "corporate": "company event",
    "engagement": "engagement party",
    "retirement": "retirement party",
    "farewell": "farewell party",
    "religious celebration": "celebration",
}
YOUR_PLACE: Phrase = ("At your place, lovely.", "Gladly at your place.")
ALL_WITH = "{guests}, all with {dish}"
GLADLY: Phrase = ("Gladly!", "We'd love to!")
GREAT: Phrase = ("Great!", "Good!")

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
TAKE_YOUR_TIME: Phrase = (
    "Of course, take your time. I'm here when you're ready.",
    "No rush at all. Just write when you're ready.",
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
THAT_TIME: Phrase = ("Would that time do?", "Would you take that time?")
HOW_MANY_INSTEAD: Phrase = ("How many guests shall I put down?",)
WHICH_OF_THEM: Phrase = ("Which one would you like?", "Which of them suits you best?")
WHICH_OF_THESE: Phrase = ("Which of them would you like: {choices}?", "Which one: {choices}?")
AS_YOU_ASKED: Phrase = (
    "All right, I'll pass it on just as you asked for it.",
    "Fine, then it goes to our team as you asked.",
)
PUT_DOWN_AS_IS: Phrase = (
    "I've put that down just as you wrote it, and our team will have a look.",
    "Our team will check that with you.",
)
LATER: Phrase = ("No problem, that can wait.", "That's fine, we can settle that later.")

ALL_RIGHT: Phrase = ("All right.", "Sure.")
AS_SAID: Phrase = ("As I said: {sentence}", "Once more: {sentence}")

DATES_OPEN: Phrase = ("{dates} are open{party}.", "Yes, {dates} are open{party}.")
DATE_OPEN: Phrase = ("{date} is open{party}.", "Yes, {date} is open{party}.")

TRAVEL_INCLUDED: Phrase = ("That includes {fee} for travel.", "{fee} of it is for travel.")
WE_COME: Phrase = ("Yes, we come to {place}.", "{place} is in our area, yes.")

MENU: Phrase = ("We have {items}.", "There's {items}.")
EXTRAS: Phrase = ("Extras: {items}.", "You can add {items}.")
CHILD_PLATE: Phrase = (
    "Children up to {age} pay {price}.",
    "A child's plate (up to {age}) is {price}.",
)
PER_PERSON: Phrase = (
    "It's {low} to {high} a person, depending on the dish.",
    "Prices are between {low} and {high} a person, depending on the dish.",
)
ONE_PRICE: Phrase = ("It's {low} a person.", "The price is {low} a person.")
DISH_PRICE: Phrase = ("{items} a person.", "That's {items} a person.")
WE_SERVE: Phrase = ("Yes, we have {items}.", "Yes, {items}.")
NOT_SERVED: Phrase = (
    "{item} isn't on our menu; we have {items}.",
    "We don't have {item}. On the menu there's {items}.",
)

SUITED = "{need}, by our menu: {told}."
AS_SERVED = "{items} as served"
TOLD_AHEAD = "{items} if you tell us ahead"
NOT_SUITED = "not {items}"
NOTHING_SUITS = "nothing on our menu, I'm afraid"
ASK_ABOUT: Phrase = (
    "About {items} I can't say for certain; our team can.",
    "For {items} please ask our team, I won't guess.",
)

BOOKING: Phrase = ("You have a {status} booking: {event}.", "There's a {status} booking: {event}.")
INQUIRY: Phrase = (
    "Your request is with our team and not confirmed yet: {event}.",
    "Our team has your request, which isn't confirmed yet: {event}.",
)
STATUSES = {"held": "provisional"}
NO_BOOKINGS: Phrase = (
    "I can't find a booking or request under your number. Shall I ask our team to look?",
    "Nothing is booked under your number as far as I can see. Shall our team check?",
)
NOT_PROVED: Phrase = (
    "I can't look up bookings here without knowing your number for sure. Shall our team do it?",
    "Bookings are private, so I can't open them here. Shall our team help you with it?",
)
NOTHING_TO_CANCEL: Phrase = (
    "Nothing is booked and nothing has been sent, so there's nothing you need to do.",
    "You have no booking with us, so there's nothing to call off.",
)

PASSED_ON: Phrase = (
    "Only our team can change a booking, so I've passed on what you wrote.",
    "I've passed that on as well; until our team answers, everything stays as it is.",
)
PAYMENT: Phrase = (
    "Thank you! I can't see payments, so our team has to check that.",
    "Thanks! Only our team can see payments.",
)
SORRY: Phrase = ("I'm very sorry about that.", "I'm sorry, that shouldn't happen.")
ALREADY_CALLED: Phrase = (
    "Our team knows, and someone will answer you {when}.",
    "I've told our team already; someone will get back to you {when}.",
)
CALL_US: Phrase = ("You can also call us at {phone}.", "Our number is {phone}.")
MEANWHILE: Phrase = ("Let me note the rest for them.", "Let's get the rest down for them.")
AUTOMATED: Phrase = (
    "I'm {business_name}'s automated assistant, not a person.",
    "No, I'm an automated assistant of {business_name}.",
)
HERE_FOR_YOU: Phrase = (
    "If there's anything you'd like to know meanwhile, just ask.",
    "I'm here if you have a question.",
)
ALL_SET: Phrase = (
    "You're all set: your request is with our team, and someone will get back to you {when}.",
    "Nothing more to do for now: our team will get back to you {when}.",
)
TOO_DEAR: Phrase = (
    "I understand. Shall I ask our team what they can do for your budget?",
    "I hear you. Our team may find something that fits your budget: shall I ask them?",
)
TEAM_WILL_TELL: Phrase = (
    "I don't want to guess at that: our team will tell you when they get back to you.",
    "That's one for our team; they'll answer it when they get back to you.",
)
NO_HURT: Phrase = (
    "No problem at all! We're here whenever you'd like to celebrate.",
    "That's fine! Write any time if you change your mind.",
)
THANKS_AGAIN: Phrase = ("Any time!", "My pleasure!")
GOODBYE_AGAIN: Phrase = ("Bye for now, and take care!", "Take care!")
GOOD_TALK: Phrase = ("Happy to help!", "Sounds good!")
NOT_WRITING: Phrase = (
    "Understood, I won't write unless you do.",
    "All right, no more messages unless you write.",
)

NOT_UNDERSTOOD: Phrase = (
    "Sorry, I didn't quite get that.",
    "I'm afraid I didn't understand.",
)
TOOL_FAILED: Phrase = (
    "I can't look that up right now. Shall I ask our team instead?",
    "That doesn't work at the moment, sorry. Shall our team answer you?",
)
SPANISH: Phrase = (
    "¡Hola! Este asistente solo entiende inglés. ¿Quiere que una persona de nuestro equipo le "
    "conteste? (Would you like a person to answer you?)",
    "Lo siento, solo entiendo inglés. ¿Le pido a una persona de nuestro equipo que le conteste?",
)
SPANISH_CALLED: Phrase = (
    "Listo, una persona de nuestro equipo le va a contestar. (Someone will answer you {when}.)",
    "Nuestro equipo ya lo sabe y le va a contestar. (Someone will answer you {when}.)",
)

NO_TOOLS: Phrase = (
    "I can't look anything up or take a request just now, but a person from {business_name} will "
    "gladly help: leave your question here, or call {phone}.",
    "Prices, dates and bookings are for our team at the moment. Write down what you need and how "
    "to reach you, or call {phone}: a person will help you.",
)
NO_TOOLS_SPANISH: Phrase = (
    "¡Hola! Ahora no puedo contestar preguntas, pero una persona de {business_name} le puede "
    "ayudar: {phone}.",
    "Una persona de {business_name} le puede ayudar en el {phone}.",
)
NO_TOOLS_THANKS: Phrase = (
    "Thank you! A person from {business_name} will help you with it. You can also call {phone}.",
    "Thanks! A person will take it from here, or you can call {phone} or write to {email}.",
)
OTHER_AGENTS = (
    "The built-in model only serves customers for now; please have a language model configured "
    "for the {agent} assistant."
)


def questions(wording: Wording, slot: str) -> Phrase:
    """The ways to ask for a detail, the owner's first."""
    own: str = getattr(wording.questions, QUESTION_OF[slot])
    return (own, *AGAIN_QUESTIONS[slot])
