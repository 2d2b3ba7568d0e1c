"""Twilio's refusals, and what the engine does about each."""

import aiohttp
from twilio.base.exceptions import (
    TwilioException,
    TwilioRestException,
    TwilioServiceException,
)

from bot.delivery import SendError, SendTrouble

FAILURES = (TwilioException, aiohttp.ClientError, TimeoutError, ValueError)
"""What the SDK raises: its own errors, its transport's, and ValueError for an unreadable answer."""

TOO_MANY_REQUESTS = 20429

# https://www.twilio.com/docs/api/errors, and what is not named here is REFUSED.
_TROUBLES = {
    20003: SendTrouble.UNREGISTERED,  # credentials
    20005: SendTrouble.UNREGISTERED,  # account not active
    TOO_MANY_REQUESTS: SendTrouble.RETRY,
    21211: SendTrouble.BAD_ADDRESS,  # no valid number
    21603: SendTrouble.UNREGISTERED,  # no number to send from is configured
    21606: SendTrouble.UNREGISTERED,  # the number to send from cannot send texts
    21608: SendTrouble.UNREGISTERED,  # a trial account, and a recipient it has not verified
    21610: SendTrouble.OPTED_OUT,
    21611: SendTrouble.RETRY,  # the sender's queue is full
    21614: SendTrouble.BAD_ADDRESS,  # not a mobile number
    21617: SendTrouble.TOO_LONG,
    21635: SendTrouble.BAD_ADDRESS,  # a landline
    21659: SendTrouble.UNREGISTERED,  # the number to send from is not Twilio's
    21660: SendTrouble.UNREGISTERED,  # the number to send from is another account's
    21730: SendTrouble.RETRY,  # maintenance
    30001: SendTrouble.RETRY,  # queue overflow
    30002: SendTrouble.UNREGISTERED,  # account suspended
    30003: SendTrouble.RETRY_ONCE,  # handset off or out of reach
    30004: SendTrouble.BLOCKED,
    30005: SendTrouble.BAD_ADDRESS,  # unknown handset
    30006: SendTrouble.BAD_ADDRESS,  # landline, or a carrier out of reach
    30007: SendTrouble.BLOCKED,  # filtered by the carrier
    30008: SendTrouble.RETRY_ONCE,  # unknown error
    30011: SendTrouble.REFUSED,  # no MMS there; but a link is all that we ever send
    30022: SendTrouble.RETRY,  # over the rate that carriers grant the campaign
    30032: SendTrouble.UNREGISTERED,  # toll-free number not verified
    30034: SendTrouble.UNREGISTERED,  # number without A2P 10DLC registration
    30610: SendTrouble.LATER,  # 21 to 8 o'clock where the recipient is
}


def trouble_of(code: int) -> SendTrouble:
    """What to do about an error code, whether Twilio refused the message with it at once or
    reported it later by a status callback."""
    return _TROUBLES.get(code, SendTrouble.REFUSED)


def send_error(error: Exception) -> SendError:
    """One of FAILURES, met while a message was being sent, as the engine understands it."""
    if isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError):
        return SendError(SendTrouble.RETRY)  # no connection: nothing has left the house
    if isinstance(error, TwilioRestException | TwilioServiceException):
        return _refusal(error.status, error.code)
    return SendError(SendTrouble.DOUBT)


def _refusal(status: int, code: int) -> SendError:
    # Of 5xx Twilio says that a retried message may be received twice
    # (https://www.twilio.com/docs/api/errors/20500). A gateway's 503 may also hide a message that
    # was taken behind it, and asking costs one request: so every 5xx is a doubt.
    if status >= 500 or status == 408:
        return SendError(SendTrouble.DOUBT, code)
    return SendError(trouble_of(code), code)
