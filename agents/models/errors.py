"""What a server may say beside a plain ModelError."""

from agents.ports import ModelError


class Busy(ModelError):
    """The server asks to be left alone for so many seconds, and they are few."""

    def __init__(self, after: float) -> None:
        super().__init__("the model's server is busy", again=True, sent=False)
        self.after = after
