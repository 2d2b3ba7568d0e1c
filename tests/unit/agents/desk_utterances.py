"""What staff may write, as they would, and what is to come of it: the rows of utterances/*.yaml."""

from pathlib import Path
from typing import Any

import yaml
from msgspec import Struct

_FOLDER = Path(__file__).with_name("utterances")


class Utterance(Struct, frozen=True):
    """lines: several are a conversation. tool: the last call's; arguments: of it, those that
    matter."""

    agent: str
    lines: list[str]
    tool: str
    arguments: dict[str, Any]


def utterances(*names: str) -> list[Utterance]:
    """The rows of these files, in their order."""
    texts = ((_FOLDER / f"{name}.yaml").read_text("utf-8") for name in names)
    return [Utterance(*row) for text in texts for row in yaml.load(text, yaml.CSafeLoader)]
