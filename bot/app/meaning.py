"""The models that say what knowledge pages are about, as the settings want them."""

from typing import TYPE_CHECKING

from agents.ports import Meter
from bot.ports import Clock
from bot.settings import Settings
from storage.database import Database

if TYPE_CHECKING:
    from agents.knowledge.meaning import Embeddings, Meaning

OFF, LOCAL = "off", "local"  # in place of a model's name


def meaning_of(
    settings: Settings, database: Database, clock: Clock, meter: Meter
) -> "Meaning | None":
    """The server's model where there is one, and the local one for where that does not work. None:
    pages are searched by words alone."""
    from agents.knowledge.local import LocalEmbeddings
    from agents.knowledge.meaning import Meaning

    if settings.openai_embedding_model == OFF:
        return None
    models: list[Embeddings] = [LocalEmbeddings()]
    if remote := _remote(settings, meter):
        models.insert(0, remote)
    return Meaning(database, clock.now, models)


def _remote(settings: Settings, meter: Meter) -> "Embeddings | None":
    from agents.models.embeddings import ServerEmbeddings
    from agents.models.openai import OpenAIServer

    key, url = settings.openai_api_key, settings.openai_base_url
    if settings.openai_embedding_model == LOCAL or not (key or url):
        return None
    server = OpenAIServer(key.get_secret_value() if key else "none", str(url) if url else None)
    return ServerEmbeddings(server, settings.openai_embedding_model, meter)
