"""What the embedded model says in words of its own, beside the owner's (business/wording.toml).

Where there are several, they say the same in turn, so that nothing is said twice running. All fit
the plain alphabet of text messages. {braces} are facts of the business or named at the call.
"""

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
CHANGED: Phrase = ("No problem, I've changed it: {details}.", "Changed: {details}.")
THANKS_NAME: Phrase = ("Thanks, {first_name}!", "Thank you, {first_name}!")
NOTED_NUMBER: Phrase = ("I have your number, thank you.", "Your number is noted, thank you.")
NOTED_EMAIL: Phrase = ("I have your e-mail address, thank you.", "Your e-mail address is noted.")
NOTED_DIET: Phrase = ("I've noted: {diet}.", "That's noted for the chef: {diet}.")
NOTED_DISHES: Phrase = (
    "I've put down the dishes: {dishes}.",
    "The dishes are noted: {dishes}.",
)
NOTED_WISH: Phrase = (
    "I've noted for our team: {wish}. They'll tell you whether it can be done.",
    "Noted as well: {wish}. Our team will let you know about it.",
)
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

TAKE_YOUR_TIME: Phrase = (
    "Of course, take your time. I'm here when you're ready.",
    "No rush at all. Just write when you're ready.",
)
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
IN_OUR_AREA: Phrase = ("{place} is in our area, yes.", "Yes, {place} is one of our places.")

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
PER_ADULT: Phrase = (
    "For everybody else it's {low} to {high} a person, depending on the dish.",
    "Others pay {low} to {high}, depending on the dish.",
)
ONE_PRICE: Phrase = ("It's {low} a person.", "The price is {low} a person.")
DISH_PRICE: Phrase = ("{items} a person.", "That's {items} a person.")
HOW_MADE: Phrase = ("Our {dish}: {description}.",)
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
ONLY_THE_TEAM: Phrase = (
    "About {need} only our team can tell you, and they know of it.",
    "That about {need} is a question that only our team can answer.",
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
REACH_US: Phrase = (
    "You can call our team at {phone} or write to {email}, and you'll find us at {website}.",
    "Our team is at {phone} and {email}: talk to them before you decide anything.",
)
ANY_PHONE: Phrase = (
    "Any number will do, also a landline or a friend's. Or call our team at {phone}.",
    "Then please call our team at {phone}, and they'll take it from here.",
)
CALL_US: Phrase = ("You can also call us at {phone}.", "Our number is {phone}.")
MEANWHILE: Phrase = ("Let me note the rest for them.", "Let's get the rest down for them.")
AUTOMATED: Phrase = (
    "I'm {business_name}'s automated assistant, not a person: I answer questions and take "
    "requests, and our team confirms them.",
    "Truly automated: an assistant of {business_name}. The people are our team.",
)
KNOWN_BEFORE: Phrase = (
    "From earlier times I know this of you: {facts}.",
    "You told us before: {facts}.",
)
KNOWN_HERE: Phrase = (
    "Noted for your party: {details}.",
    "What I have noted so far: {details}.",
)
KNOWN_NOTHING: Phrase = (
    "Nothing beside the number you write from: you haven't told me anything yet.",
    "I have nothing noted about you so far.",
)
KNOWN_UNPROVED: Phrase = (
    "I can't tell who you are in this chat, so I know nothing of earlier times.",
    "Without a proved number I only know what you tell me in this chat.",
)
CAN_BE_ERASED: Phrase = ("If you'd like any of it erased, just say so.",)
ERASING: Phrase = (
    "Only our team can erase what is kept about you, so I've passed your wish on.",
    "Our team knows that you would like it erased.",
)
FACTS = {
    "dietary": "",
    "occasion": "a party for: ",
    "likes": "you like ",
    "contact": "how to reach you: ",
    "language": "your language: ",
    "children": "children: ",
}
UNKNOWN_TOO: Phrase = (
    "That's another one for our team, I'm afraid. Shall I pass your questions on to them?",
    "I can't answer that one either. Shall our team get back to you about it?",
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

SPANISH_THANKS: Phrase = (
    "¡Con mucho gusto! Nuestro equipo ya tiene su mensaje y le va a contestar.",
    "¡Gracias a usted! Una persona de nuestro equipo le va a contestar.",
)

OTHER_AGENTS = (
    "The built-in model only serves customers for now; please have a language model configured "
    "for the {agent} assistant."
)
