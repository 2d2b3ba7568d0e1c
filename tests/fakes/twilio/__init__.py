"""Twilio's REST API and its webhooks, as far as messages need them."""

from tests.fakes.faults import Delay, Drop, Hang, Lose, Pass, Unavailable
from tests.fakes.twilio.account import API_KEY, API_SECRET, AUTH_TOKEN, Account, Service
from tests.fakes.twilio.messages import ACCOUNT_SID, Message, segments
from tests.fakes.twilio.refusals import Refuse
from tests.fakes.twilio.server import FakeTwilio
from tests.fakes.twilio.webhooks import Reply, inbound, new_sid, signed_form

__all__ = [
    "ACCOUNT_SID",
    "API_KEY",
    "API_SECRET",
    "AUTH_TOKEN",
    "Account",
    "Delay",
    "Drop",
    "FakeTwilio",
    "Hang",
    "Lose",
    "Message",
    "Pass",
    "Refuse",
    "Reply",
    "Service",
    "Unavailable",
    "inbound",
    "new_sid",
    "segments",
    "signed_form",
]
