"""The guard of an agent's replies, as its loop asks it."""

from collections.abc import Callable
from functools import cached_property

from agents.guardrails.check import faults_in, faults_of
from agents.guardrails.evidence import Evidence, evidence_of
from agents.guardrails.holdback import Holdback
from agents.ports import ModelRequest


class Check:
    """Of one answer of a model, against what is known when it is asked."""

    def __init__(self, request: ModelRequest) -> None:
        self._request = request

    @cached_property
    def _evidence(self) -> Evidence:
        request = self._request
        return evidence_of(request.messages, request.situation, request.system)

    def faults(self, text: str) -> list[str]:
        """What must not be said of a reply, in words for the model; none: it may be said."""
        return faults_of(text, self._evidence)

    def through(self) -> Callable[[str], str]:
        """Lets the pieces of the answer through as far as they are proved."""
        return Holdback(self._is_proved).take

    def _is_proved(self, sentence: str) -> bool:
        return not faults_in(sentence.strip(), self._evidence)
