"""Contact and proof on the website, as the settings want them."""

from typing import TYPE_CHECKING

from bot.app.parts import own_number
from bot.app.readers import find_email, read_phone
from bot.business.profile import Profile
from bot.contacts import Contacts
from bot.continuing import ByText
from bot.proof import Proof
from channels.web.contact import ContactRoutes
from channels.web.gate import Gate

if TYPE_CHECKING:
    from bot.app.root import App


def contact_of(app: "App", gate: Gate) -> ContactRoutes:
    """The form, the code, and going on by text."""
    settings, database, clock = app.settings, app.database, app.clock

    def profile() -> Profile:
        return app.rules().profile

    ours = own_number(settings)
    contacts = Contacts(database, clock, profile, read_phone, find_email)
    proof = Proof(
        database,
        clock,
        app.bells,
        app.live,
        app.desk,
        profile,
        read_phone,
        texts=settings.texts,
        ours=ours,
    )
    by_text = ByText(database, clock, app.bells, app.live, profile, texts=settings.texts, ours=ours)
    return ContactRoutes(gate, contacts, proof, by_text)
