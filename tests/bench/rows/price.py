"""What a booking in ten turns costs, and how much of its prompts the server has at hand."""

from tests.bench.bench import Bench
from tests.bench.figures import Line, Row
from tests.fakes.openai import FakeOpenAI
from tests.scenario.inside import inside
from tests.scenario.ten_turns import NOON, price

_LIMIT = "the most it may cost"
_MODELS = {"gpt-6-luna, the default": "gpt-6-luna", "gpt-5.4-mini": "gpt-5.4-mini"}
NOTES = (
    "ten texts of a customer, from the first question to the thanks for a booked party; the model"
    " looks up, notes, reads back and sends as a good one does",
    "a stand-in counts tokens as cl100k_base, and finds of a prompt again what OpenAI's would:"
    " up to a breakpoint with the default model, in blocks of 128 tokens with the older ones",
    "dollars: by genai-prices' list, as the day's budget books them; nothing is at hand at first",
)


async def measure(bench: Bench) -> Row:
    """Each model holds the conversation once: there is nothing in it that could vary."""
    lines = [Line(_LIMIT), *(Line(name) for name in _MODELS if bench.wants(name))]
    lines[0].add({"dollars": 0.006})
    lines[1:] = [await _priced(bench, line) for line in lines[1:]]
    return Row("price", "a booking in ten turns, priced", "dollars", lines, NOTES)


async def _priced(bench: Bench, line: Line) -> Line:
    url = await bench.database("sqlite")
    async with FakeOpenAI() as model:
        given = {"OPENAI_API_KEY": "sk-bench", "OPENAI_BASE_URL": model.base_url}
        given["CUSTOMER_AGENT_MODEL"] = _MODELS[line.name]
        async with inside(url, bench.scratch, NOON, **given) as stage:
            priced = await price(stage, model)
    line.add(
        {
            "dollars": priced.dollars,
            "calls": priced.calls,
            "tokens in": priced.tokens_in,
            "cached": priced.cached,
            "cached %": 100 * priced.cached_share,
            "out": priced.tokens_out,
        }
    )
    return line
