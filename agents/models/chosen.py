"""The models of an agent, by the name that is in force when a turn begins."""

from collections.abc import Callable

from agents.models.fallback import Chain, ChainTurn


class Chosen:
    """Implements what the loop knows as Models. name(): of the remote model. make: the chain that
    begins with it; made once a name."""

    def __init__(self, name: Callable[[], str], make: Callable[[str], Chain]) -> None:
        self._name, self._make = name, make
        self._chains: dict[str, Chain] = {}

    def begin(self) -> ChainTurn:
        """For one turn."""
        name = self._name()
        if name not in self._chains:
            self._chains[name] = self._make(name)
        return self._chains[name].begin()
