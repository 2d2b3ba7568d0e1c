import aiohttp
import pytest
from twilio.base.exceptions import TwilioException, TwilioRestException, TwilioServiceException

from bot.delivery import SendTrouble
from channels.sms.errors import send_error, trouble_of


@pytest.mark.parametrize(
    ("code", "trouble"),
    [
        (20003, SendTrouble.UNREGISTERED),
        (20429, SendTrouble.RETRY),
        (21211, SendTrouble.BAD_ADDRESS),
        (21603, SendTrouble.UNREGISTERED),
        (21606, SendTrouble.UNREGISTERED),
        (21610, SendTrouble.OPTED_OUT),
        (21611, SendTrouble.RETRY),
        (21614, SendTrouble.BAD_ADDRESS),
        (21617, SendTrouble.TOO_LONG),
        (21635, SendTrouble.BAD_ADDRESS),
        (30001, SendTrouble.RETRY),
        (30002, SendTrouble.UNREGISTERED),
        (30003, SendTrouble.RETRY_ONCE),
        (30004, SendTrouble.BLOCKED),
        (30005, SendTrouble.BAD_ADDRESS),
        (30006, SendTrouble.BAD_ADDRESS),
        (30007, SendTrouble.BLOCKED),
        (30008, SendTrouble.RETRY_ONCE),
        (30011, SendTrouble.REFUSED),
        (30022, SendTrouble.RETRY),
        (30032, SendTrouble.UNREGISTERED),
        (30034, SendTrouble.UNREGISTERED),
        (30610, SendTrouble.LATER),
        (0, SendTrouble.REFUSED),
        (99999, SendTrouble.REFUSED),
    ],
)
def test_each_code(code: int, trouble: SendTrouble) -> None:
    assert trouble_of(code) is trouble
    refusal = send_error(TwilioRestException(400, "/Messages.json", code=code))
    assert (refusal.trouble, refusal.code) == (trouble, code)


@pytest.mark.parametrize("status", [408, 500, 502, 503, 504])
@pytest.mark.parametrize("code", [20500, 21610, 503])
def test_a_gateways_or_servers_error_is_a_doubt(status: int, code: int) -> None:
    error = send_error(TwilioRestException(status, "/Messages.json", code=code))
    assert (error.trouble, error.code) == (SendTrouble.DOUBT, code)


def test_errors_in_the_newer_form() -> None:
    error = send_error(TwilioServiceException("about:blank", "Opted out", status=400, code=21610))
    assert (error.trouble, error.code) == (SendTrouble.OPTED_OUT, 21610)


@pytest.mark.parametrize(
    "failure",
    [
        TwilioException("Unable to fetch page"),
        aiohttp.ServerDisconnectedError(),
        aiohttp.SocketTimeoutError(),
        aiohttp.ClientOSError(104, "reset by peer"),
        aiohttp.ClientPayloadError(),
        TimeoutError(),
        ValueError("no JSON"),
    ],
)
def test_what_broke_after_the_request_left_is_a_doubt(failure: Exception) -> None:
    assert send_error(failure).trouble is SendTrouble.DOUBT


def test_no_connection_is_no_doubt() -> None:
    assert send_error(aiohttp.ConnectionTimeoutError()).trouble is SendTrouble.RETRY
