"""What the tests of the SMS door have in common."""

from collections.abc import Callable

from channels.sms.outbound import SmsSender

MakeSender = Callable[..., SmsSender]

PUBLIC_URL = "https://bot.example.com"
SHARED_KEY = "the shared key's secret"
CUSTOMER = "+19165550100"
OURS = "+19165550199"
