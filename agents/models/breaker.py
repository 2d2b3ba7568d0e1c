"""A circuit breaker: a server that fails again and again is left alone for a while, so that
customers do not wait for it in each turn."""

from collections.abc import Callable

FAILURES, REST_S, LONGEST_REST_S = 5, 30.0, 300.0


class Breaker:
    """Of one remote model, or of a server. After so many failures running it is open for rest
    seconds; then one call is let through, and its end decides: each such trial that fails doubles
    the rest, up to the longest. seconds: a clock that only goes forward."""

    def __init__(
        self,
        seconds: Callable[[], float],
        failures: int = FAILURES,
        rest: float = REST_S,
        longest: float = LONGEST_REST_S,
    ) -> None:
        self._seconds, self._most = seconds, failures
        self._usual, self._longest = rest, longest
        self._failed, self._bad = 0, set[int]()
        self._open, self._trying, self._until, self._rest = False, False, 0.0, rest

    def lets_through(self) -> bool:
        """Whether a call may be made now. Where it was open, whoever asks first tries it, and the
        others wait on."""
        if not self._open:
            return True
        if self._seconds() < self._until:
            return False
        self._until = self._seconds() + self._rest
        self._trying = True
        return True

    @property
    def rests(self) -> bool:
        """Whether no call is let through at present."""
        return self._open and self._seconds() < self._until

    @property
    def is_worn_out(self) -> bool:
        """Whether trial after trial failed, for minutes."""
        return self._rest >= self._longest

    def succeeded(self) -> None:
        """The server is there."""
        self._failed, self._bad = 0, set[int]()
        self._open, self._trying, self._until, self._rest = False, False, 0.0, self._usual

    def failed(self) -> None:
        """No answer came."""
        self._failed += 1
        self._judge()

    def answered_badly(self, conversation_id: int) -> None:
        """What came was no answer. Each conversation counts once: what is written in one can make
        a model fail, and must not take it from all others."""
        self._bad.add(conversation_id)
        self._judge()

    def rest(self, seconds: float) -> None:
        """Leaves it alone for so long, or as long as it rests already."""
        self._open, self._until = True, max(self._until, self._seconds() + seconds)

    def _judge(self) -> None:
        if self._trying:
            self._trying, self._rest = False, min(2 * self._rest, self._longest)
        elif self._open or self._failed + len(self._bad) < self._most:
            return  # what was under way when it opened tells nothing new
        self.rest(self._rest)
