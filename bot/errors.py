"""The one exception tree. An error carries facts, and its text says what to do."""


class BotError(Exception):
    """The root of every error this project raises on purpose."""


class ConfigurationError(BotError):
    """The configuration cannot work as written; the text names the setting and the mending."""


class BudgetExhausted(BotError):
    """The day's budget does not hold another call; the embedded model goes on."""


class NoSuchThread(BotError):
    """There is no such thread, for this visitor."""


class TooFast(BotError):
    """The visitor's allowance is used up. after: seconds until there is some again."""

    def __init__(self, after: float) -> None:
        super().__init__("too many messages; wait a little")
        self.after = after


class StillWorking(BotError):
    """The answer is not there yet; ask again with the same client_message_id."""
