"""The composition root: it alone knows everybody, and puts the house together."""

from bot.app.about import about as about
from bot.app.root import App as App
from bot.app.storage import lock_of as lock_of
from bot.app.storage import open_storage as open_storage
from bot.app.storage import take_over as take_over
