"""OpenAI's Chat Completions API, streamed as the API streams, answering by script."""

from tests.fakes.openai.cache import PromptCache
from tests.fakes.openai.request import ChatRequest
from tests.fakes.openai.script import (
    BreakMidArguments,
    BreakMidStream,
    Call,
    Empty,
    Garbage,
    Hang,
    InStreamError,
    NoDone,
    NoUsage,
    Part,
    Say,
    Status,
    Turn,
    Usage,
)
from tests.fakes.openai.server import FakeOpenAI
from tests.fakes.openai.writing import Pace

__all__ = [
    "BreakMidArguments",
    "BreakMidStream",
    "Call",
    "ChatRequest",
    "Empty",
    "FakeOpenAI",
    "Garbage",
    "Hang",
    "InStreamError",
    "NoDone",
    "NoUsage",
    "Pace",
    "Part",
    "PromptCache",
    "Say",
    "Status",
    "Turn",
    "Usage",
]
