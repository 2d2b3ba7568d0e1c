"""`python -m tests.fakes.twilio --port 0 --state FILE`: prints its URL, then serves."""

from tests.fakes.process import command_line, serve
from tests.fakes.twilio.server import FakeTwilio


def main() -> None:
    options = command_line("A stand-in for Twilio's REST API.").parse_args()
    serve(FakeTwilio(port=options.port, state=options.state), options)


main()
