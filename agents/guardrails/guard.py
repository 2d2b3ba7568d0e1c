"""The guards of the agents' replies, as their loops ask them."""

from collections.abc import Callable
from functools import cached_property

from agents.guardrails.canary import Canary
from agents.guardrails.check import faults_in, faults_of, with_questions
from agents.guardrails.evidence import Evidence, evidence_of
from agents.guardrails.holdback import Holdback
from agents.guardrails.leaks import Watch, secret_of
from agents.guardrails.signals import is_attacked
from agents.ports import ModelRequest


class Check:
    """Of one answer of a customers' model, against what is known when it is asked."""

    def __init__(self, request: ModelRequest, canary: Canary) -> None:
        self._request, self._canary = request, canary
        self._before = ""  # the sentence before the one that is to be shown
        self._found: dict[str, list[str]] = {}  # the faults of each sentence: asked for twice

    @cached_property
    def _evidence(self) -> Evidence:
        request = self._request
        return evidence_of(
            request.messages,
            request.situation,
            request.system,
            request.tools,
            self._canary.word,
        )

    def faults(self, text: str) -> list[str]:
        """What must not be said of a reply, in words for the model; none: it may be said."""
        return faults_of(text, self._evidence, self._faults_in)

    def through(self) -> Callable[[str], str]:
        """Lets the pieces of the answer through as far as they are proved. Where somebody may be
        attacking, nothing: the whole is proved first, so that nothing leaks in pieces."""
        if is_attacked(self._request.signals):
            return nothing
        request = self._request
        secret = secret_of(request.system, request.tools, self._canary.word)
        watch = Watch(secret, lambda: self._evidence.passages)
        return Holdback(self._is_proved, watch.leaks).take

    def _is_proved(self, sentence: str) -> bool:
        *_, told = with_questions([self._before, sentence.strip()])
        self._before = sentence.strip()
        return not self._faults_in(told)

    def _faults_in(self, sentence: str) -> list[str]:
        if (found := self._found.get(sentence)) is None:
            found = self._found[sentence] = faults_in(sentence, self._evidence)
        return found


def nothing(piece: str) -> str:
    """A Through that shows nothing before all is said."""
    return ""
