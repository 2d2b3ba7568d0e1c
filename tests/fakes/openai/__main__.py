"""`python -m tests.fakes.openai --decide package.module:function`: prints its URL, then serves."""

from importlib import import_module

from tests.fakes.openai.server import Decide, FakeOpenAI
from tests.fakes.process import command_line, serve


def _decide(name: str) -> Decide:
    module, _, function = name.partition(":")
    found: Decide = getattr(import_module(module), function)
    return found


def main() -> None:
    parser = command_line("A stand-in for OpenAI's Chat Completions API.")
    parser.add_argument("--decide", type=_decide, help="module:function that answers a request")
    options = parser.parse_args()
    serve(FakeOpenAI(port=options.port, state=options.state, decide=options.decide), options)


main()
