"""What a model at its server takes of the API, guessed from its name and learned from refusals.

Chat Completions is the common ground of OpenAI, Azure, Ollama, vLLM, llama.cpp and many more, and
each of them refuses another part of it. A refusal names the part; it is left out from then on.
"""

import hashlib
import re
from copy import copy
from typing import Any

from agents.models.caching import OPTIONS, knows_breakpoints, with_breakpoints
from agents.models.rendering import api_messages, api_tools
from agents.ports import ModelRequest
from bot.business.scope import Scope

# Reasoning models refuse temperature and want max_completion_tokens.
_REASONS = re.compile(r"(?:.*/)?(?:o\d|gpt-(?:[5-9]|\d\d))(?!.*chat-latest)")
_EFFORTS = ("none", "minimal", "low", "medium", "high")
_STRICT = re.compile(
    r"system\b.{0,40}\b(?:beginning|first|start)|roles? must alternate|multiple system",
    re.IGNORECASE | re.DOTALL,
)
# "does not support image input", "is not a multimodal model", "at most 0 image(s)", "content must
# be a string", "unknown variant `image_url`".
_BLIND = re.compile(
    r"(?:not|n't)\s(?:\w+\s){0,3}(?:support|accept|allow|take)\w*\b.{0,40}\b(?:image|vision)"
    r"|image.{0,40}\bnot\b.{0,10}support|\bmulti-?modal|at most 0 image|only supported by"
    r"|content\b.{0,60}\bstring|unknown.{0,20}image_url|required for image input",
    re.IGNORECASE | re.DOTALL,
)
_SHARDS = 8
_CHARACTERS_A_TOKEN = 12  # at most, over a whole answer; of English 4 to 5


class Dialect:
    """How to ask one model. max_tokens: the most an answer may have, thoughts included."""

    def __init__(self, model: str, max_tokens: int, temperature: float) -> None:
        reasons = _REASONS.match(model) is not None
        self._model, self._max_tokens = model, max_tokens
        self._limit = "max_completion_tokens" if reasons else "max_tokens"
        self._other_limit = "max_tokens" if reasons else "max_completion_tokens"
        self._temperature = None if reasons else temperature
        self._effort = _EFFORTS[0] if reasons else None
        self._usage_on_request = True
        self._identifiers = True
        self._breaks = knows_breakpoints(model)
        self._strict = False
        self.sees = True

    @property
    def most_characters(self) -> int:
        """What no answer of so many tokens has."""
        return self._max_tokens * _CHARACTERS_A_TOKEN

    def arguments(self, request: ModelRequest) -> dict[str, Any]:
        """The request's body, as this model takes it."""
        body: dict[str, Any] = {
            "model": self._model,
            "messages": self._messages(request),
            "stream": True,
            self._limit: self._max_tokens,
        }
        if request.tools:
            body["tools"] = api_tools(request.tools)
        if self._usage_on_request:
            body["stream_options"] = {"include_usage": True}
        if self._temperature is not None:
            body["temperature"] = self._temperature
        if self._effort is not None:
            body["reasoning_effort"] = self._effort
        if self._identifiers:
            body |= _identifiers(request.situation.scope)
        if self._breaks:
            body["prompt_cache_options"] = OPTIONS
        return body

    def _messages(self, request: ModelRequest) -> list[dict[str, Any]]:
        messages = api_messages(request, strict=self._strict)
        return with_breakpoints(messages) if self._breaks else messages

    def learn(self, refusal: str) -> None:
        """Leaves out, or changes, what a refusal's text names."""
        if "stream_options" in refusal or "include_usage" in refusal:
            self._usage_on_request = False
        if self._limit in refusal:
            self._limit, self._other_limit = self._other_limit or self._limit, ""
        if "temperature" in refusal:
            self._temperature = None
        if "reasoning" in refusal:
            self._effort = _lower_bound(refusal, self._effort)
        if "prompt_cache_key" in refusal or "safety_identifier" in refusal:
            self._identifiers = False
        if "prompt_cache_options" in refusal or "prompt_cache_breakpoint" in refusal:
            self._breaks = False
        if _STRICT.search(refusal):
            self._strict = True

    def plainest(self) -> "Dialect":
        """Another that leaves out, and changes, all that can be."""
        plain = copy(self)
        plain._usage_on_request = plain._identifiers = plain._breaks = False
        plain._temperature = plain._effort = None
        plain._strict = True
        return plain

    def learn_of_pictures(self, refusal: str) -> None:
        """Takes from the refusal of a request with pictures whether all pictures are refused, and
        not just these."""
        if _BLIND.search(refusal):
            self.sees = False


def _lower_bound(refusal: str, refused: str | None) -> str | None:
    """The least effort above the refused one that the refusal names, where it names any."""
    if refused is None:
        return None
    above = _EFFORTS[_EFFORTS.index(refused) + 1 :]
    return next((effort for effort in above if f"'{effort}'" in refusal), None)


def _identifiers(scope: Scope) -> dict[str, str]:
    """prompt_cache_key brings requests with one beginning to one machine, which serves about 15
    a minute well; safety_identifier tells people apart without telling who they are."""
    person = f"customer {scope.customer_id}" if scope.customer_id else f"thread {scope.thread_id}"
    return {
        "prompt_cache_key": f"{scope.agent}-{scope.conversation_id % _SHARDS}",
        "safety_identifier": hashlib.sha256(person.encode()).hexdigest()[:32],
    }
