"""More honest replies, and more lies, a line each in held_out_replies/*.txt: written before the
guards were read, for an honest score; the later ones when the guards read the others. What tools
have looked up for them is what stands in replies.py."""

from pathlib import Path


def _text(name: str) -> str:
    return (Path(__file__).with_name("held_out_replies") / f"{name}.txt").read_text("utf-8")


HONEST, HOSTILE = _text("honest"), _text("hostile")
SPANISH_HONEST, SPANISH_HOSTILE = _text("spanish_honest"), _text("spanish_hostile")
LATER_HONEST, LATER_HOSTILE = _text("later_honest"), _text("later_hostile")
