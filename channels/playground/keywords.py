"""What Twilio does with the network's words before anybody else reads them.

https://help.twilio.com/articles/223134027: its default handling, for a number without Advanced
Opt-Out. The webhook comes all the same."""

from msgspec import Struct

_STOP = frozenset("STOP STOPALL UNSUBSCRIBE CANCEL END QUIT REVOKE OPTOUT".split())
_START = frozenset("START UNSTOP YES".split())
_HELP = frozenset("HELP INFO".split())


class Handled(Struct, frozen=True):
    """opted_out: how the phone stands from now on. answer: the vendor's own, None where the word
    changed nothing."""

    opted_out: bool
    answer: str | None = None


def handle(words: str, opted_out: bool) -> Handled:
    """What a text does at the vendor's. YES is an answer like any other unless the phone is
    opted out."""
    word = words.strip().upper()
    if word in _STOP and not opted_out:
        return Handled(
            True,
            "You have successfully been unsubscribed. You will not receive any more messages from "
            "this number. Reply START to resubscribe.",
        )
    if word in _START and opted_out:
        return Handled(
            False,
            "You have successfully been re-subscribed to messages from this number. Reply HELP "
            "for help. Reply STOP to unsubscribe. Msg&Data Rates May Apply.",
        )
    if word in _HELP:
        return Handled(opted_out, "Reply STOP to unsubscribe. Msg&Data Rates May Apply.")
    return Handled(opted_out)
