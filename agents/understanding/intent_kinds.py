"""What a customer's message may be after."""

from enum import StrEnum


class Intent(StrEnum):
    """One thing a message asks, tells or wants; a message may hold several, or none."""

    GREETING = "greeting"
    MENU = "menu"
    PRICE = "price"
    AVAILABILITY = "availability"
    BOOKING = "booking"
    POLICY = "policy"
    """Deposit, cancellation, travel, minimum, notice, payment, opening days."""
    DIETARY = "dietary"
    EVENT_TYPES = "event_types"
    SERVICE = "service"
    """How it works, what is included, what to provide."""
    MY_BOOKINGS = "my_bookings"
    CHANGE = "change"
    """To correct a detail or change one's mind about it."""
    CANCEL_BOOKING = "cancel_booking"
    PERSON = "person"
    """To talk to a human being."""
    YES = "yes"
    NO = "no"
    THANKS = "thanks"
    GOODBYE = "goodbye"
    WAIT = "wait"
    COMPLAINT = "complaint"
    OPT_OUT = "opt_out"
    """To get no more messages, in plain language."""
