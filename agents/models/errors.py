"""What a server may say beside a plain ModelError, which is about the answer alone."""

from typing import Literal

from agents.ports import ModelError

Need = Literal["model", "key", "quota", "address", "server"]
"""What only the operator can mend: a model that is shut down or misspelled, a key, an account
without credit, an address where no models are, a server that is away for minutes."""


class Unwell(ModelError):
    """A model or its server did not serve, whatever it was asked. whole: no other model of the
    server will either. need: what must be mended for it to serve again."""

    def __init__(
        self,
        what: str,
        *,
        again: bool = False,
        sent: bool = True,
        whole: bool = False,
        need: Need | None = None,
    ) -> None:
        super().__init__(what, again=again, sent=sent)
        self.whole, self.need = whole, need


class Busy(Unwell):
    """The server asks to be left alone for so many seconds."""

    def __init__(self, after: float) -> None:
        super().__init__("the model's server is busy", again=True, sent=False)
        self.after = after
