"""python -m bot"""

import gc
import os

gc.disable()  # while all is loaded: it stays, so that looking through it finds nothing to free
# It would read the metadata of every package that is installed, and here none is a plugin.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

from bot.cli import main  # noqa: E402 - what it imports is what the above is about

main()
