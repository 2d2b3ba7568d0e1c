"""What the doors need of the agents' understanding. It is loaded when first asked for: a process
accepts what comes in well before its agents can answer."""

from collections.abc import Iterable


def reads_as_opt_out(text: str) -> bool:
    """Whether somebody asks, in whatever words, not to be texted any more."""
    from agents.understanding.intents import Intent, read_intents

    return Intent.OPT_OUT in read_intents(text)


def read_phone(text: str, countries: Iterable[str]) -> str | None:
    """The first valid number in E.164, read as one of the first of these countries that has it."""
    from agents.tools import contacts

    return contacts.read_phone(text, countries)


def find_email(text: str) -> str | None:
    """The first e-mail address in a text."""
    from agents.understanding import contact

    return contact.find_email(text)
