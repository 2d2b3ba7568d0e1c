"""A circuit breaker: a server that fails again and again is left alone for a while, so that
customers do not wait for it in each turn."""

from collections.abc import Callable

FAILURES, REST_S = 5, 30.0


class Breaker:
    """Of one remote model. After so many failures running it is open for rest seconds; then one
    call is let through, and its end decides. seconds: a clock that only goes forward."""

    def __init__(
        self, seconds: Callable[[], float], failures: int = FAILURES, rest: float = REST_S
    ) -> None:
        self._seconds, self._most, self._rest = seconds, failures, rest
        self._failed, self._until = 0, 0.0

    def lets_through(self) -> bool:
        """Whether the model may be asked now. Where it was open, whoever asks first tries it, and
        the others wait on."""
        if self._failed < self._most:
            return True
        if self._seconds() < self._until:
            return False
        self._until = self._seconds() + self._rest
        return True

    def succeeded(self) -> None:
        """An answer came, good or bad: the server is there."""
        self._failed = 0

    def failed(self) -> None:
        """No answer came."""
        self._failed += 1
        self._until = self._seconds() + self._rest
