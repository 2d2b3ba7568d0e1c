"""The models of an agent, by the names that are in force when a turn begins."""

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from agents.models.fallback import Chain, ChainTurn

Names = TypeVar("Names", bound=Hashable)


class Chosen(Generic[Names]):
    """Implements what the loop knows as Models. names(): of the remote models. make: the chain of
    them; made once for the same names."""

    def __init__(self, names: Callable[[], Names], make: Callable[[Names], Chain]) -> None:
        self._names, self._make = names, make
        self._chains: dict[Names, Chain] = {}

    def begin(self) -> ChainTurn:
        """For one turn."""
        names = self._names()
        if names not in self._chains:
            self._chains[names] = self._make(names)
        return self._chains[names].begin()
