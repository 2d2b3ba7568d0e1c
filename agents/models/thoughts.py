"""A model's thoughts, as servers leave them in the text: they are never shown, and never said."""

import re

# Between such marks models think; of some the first mark is in the prompt, and never in the text.
_OPENINGS = (
    *(r"<think(?:ing)?>", r"<reasoning>", r"<thought>", r"\[THINK\]", "◁think▷"),
    r"<\|channel\|>\s*(?:analysis|commentary)\b(?! to=)",
)
_CLOSINGS = (
    *(r"</think(?:ing)?>", r"</reasoning>", r"</thought>", r"\[/THINK\]", "◁/think▷"),
    r"<\|channel\|>\s*final\s*<\|message\|>",
)
OPENING = re.compile("|".join(_OPENINGS))
CLOSING = re.compile("|".join(_CLOSINGS))
_MARKS = re.compile(r"<\|(?:start|end|return|message|channel|eot_id|im_end|im_start|assistant)\|>")


def without_thoughts(text: str) -> str:
    """What is left to be said."""
    said: list[str] = []
    while opened := OPENING.search(text):
        if (closed := CLOSING.search(text)) and closed.start() < opened.start():
            said, text = [], text[closed.end() :]
            continue
        said.append(text[: opened.start()])
        closed = CLOSING.search(text, opened.end())
        text = text[closed.end() :] if closed else ""
    if closed := CLOSING.search(text):
        said, text = [], text[closed.end() :]
    return _MARKS.sub("", "".join(said) + text).strip()


def closes_unopened(text: str) -> bool:
    """Whether a thought ends in a text that never began: then all before it was one."""
    closed = CLOSING.search(text)
    opened = OPENING.search(text)
    return closed is not None and (opened is None or closed.start() < opened.start())
