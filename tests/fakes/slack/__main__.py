"""`python -m tests.fakes.slack --port 0 --state FILE`: prints its URL, then serves."""

from tests.fakes.process import command_line, serve
from tests.fakes.slack.server import FakeSlack


def main() -> None:
    options = command_line("A stand-in for Slack's Web API.").parse_args()
    serve(FakeSlack(port=options.port, state=options.state), options)


main()
