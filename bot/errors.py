"""The one exception tree. An error carries facts, and its text says what to do."""


class BotError(Exception):
    """The root of every error this project raises on purpose."""


class ConfigurationError(BotError):
    """The configuration cannot work as written; the text names the setting and the mending."""


class BudgetExhausted(BotError):
    """A budget (the day's, an agent's share of it, a conversation's) does not hold another call;
    the embedded model goes on."""


class NoSuchThread(BotError):
    """There is no such thread, for this visitor."""


class NoSuchConversation(BotError):
    """There is no such conversation; it may have been erased."""


class Away(BotError):
    """Somebody who is needed for an event does not answer now; it is tried again. after: seconds
    to wait."""

    def __init__(self, who: str, after: float = 5.0) -> None:
        super().__init__(f"{who} does not answer now")
        self.after = after


class OptedOut(BotError):
    """The customer opted out of texts: call them, or write to them elsewhere."""


class TooFast(BotError):
    """The visitor's allowance is used up. after: seconds until there is some again."""

    def __init__(self, after: float) -> None:
        super().__init__("too many messages; wait a little")
        self.after = after


class StillWorking(BotError):
    """The answer is not there yet; ask again with the same client_message_id."""


class Refused(BotError):
    """A request that is not done; its text says why. status: HTTP's word for it."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


class CommandRefused(BotError):
    """What staff want done cannot be done as it was put; the text says why, and what to do."""


class WrongCode(BotError):
    """The code does not prove the phone. tries_left: how often this code may still be tried; with
    none left, another has to be asked for."""

    def __init__(self, why: str, tries_left: int) -> None:
        super().__init__(why)
        self.tries_left = tries_left
