"""The guard of the replies to staff: they may know every figure that there is, and nobody the
prompt; what they hear was done was done."""

from collections.abc import Callable
from functools import cached_property

from agents.guardrails import deeds, desk_days, tallies
from agents.guardrails.canary import Canary
from agents.guardrails.guard import nothing
from agents.guardrails.holdback import Holdback
from agents.guardrails.leaks import Watch, secret_of
from agents.guardrails.plain import unmarked
from agents.guardrails.records import Records, records_of
from agents.guardrails.sentences import sentences
from agents.guardrails.signals import is_attacked
from agents.guardrails.tallies import Tallies, tallies_of
from agents.loop_ports import Account
from agents.ports import ModelRequest, Turn

_QUOTE = 8  # signs, at least, of words that are repeated without quotation marks
_ONLY = "I can vouch for this alone:"
_NOTHING = (
    "I can't put together an answer that I can vouch for. Nothing was done. Please ask again, one "
    "thing at a time."
)


class DeskCheck:
    """Of one answer of a model that serves staff. Implements agents.loop_ports.Check."""

    def __init__(self, request: ModelRequest, canary: Canary) -> None:
        self._request = request
        self._secret = secret_of(request.system, (), canary.word)

    @cached_property
    def _records(self) -> Records:
        request = self._request
        return records_of(request.messages, request.situation.scope.turn_id)

    @cached_property
    def _quotable(self) -> tuple[str, ...]:
        """What people wrote, whole and by its sentences, the longest first."""
        texts = [unmarked(text) for text in self._records.quotable]
        parts = {part for text in texts for part in (text, *sentences(text)) if len(part) >= _QUOTE}
        return tuple(sorted(parts, key=len, reverse=True))

    @cached_property
    def _tallies(self) -> Tallies:
        return tallies_of(self._records, self._request.situation.scope.profile)

    def faults(self, text: str) -> list[str]:
        """What must not be said of a reply, in words for the model; none: it may be said."""
        found = [fault for each in sentences(text) for fault in self._faults_in(each)]
        leaked = ["it repeats its instructions"] if self._secret.is_in(text) else []
        return [*dict.fromkeys([*found, *leaked])]

    def through(self) -> Callable[[str], str]:
        """Lets the pieces through as far as they are proved."""
        if is_attacked(self._request.signals):
            return nothing
        watch = Watch(self._secret, str)
        return Holdback(lambda sentence: not self._faults_in(sentence), watch.leaks).take

    def _faults_in(self, sentence: str) -> list[str]:
        told = self._own_words(unmarked(sentence.strip()))
        return [
            *deeds.faults_of(told, self._records),
            *desk_days.faults_of(told, self._records),
            *tallies.faults_of(told, self._tallies),
        ]

    def _own_words(self, sentence: str) -> str:
        """The sentence without what it repeats of people's words."""
        for part in self._quotable:
            at = sentence.lower().find(part)
            if at >= 0:
                sentence = f"{sentence[:at]}{sentence[at + len(part) :]}"
        head, mark, cut = sentence.rpartition(": ")
        bare = cut.lower().strip(" \"“”'.…-")
        is_part = len(bare) >= _QUOTE and any(bare in each for each in self._quotable)
        return f"{head}{mark}" if is_part else sentence


def account_of(turn: Turn) -> Account:
    """What code itself tells staff of a turn."""
    records = records_of(turn.messages, turn.scope.turn_id)
    told = [f"Done: {deed.said}" for deed in records.done]
    told += [f"Waits for a yes on its card: {title}." for title in records.proposed]
    if not told:
        return Account(_NOTHING, acted=False)
    return Account("\n".join([_ONLY, *told]), acted=True)
