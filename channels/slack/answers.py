"""An agent's answer as Slack shows it: its words, which agent it was, and a thumb."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.delivery import Outbound
from channels.slack.markdown import blocks_of_markdown
from channels.slack.ports import Behind
from channels.slack.render import escape
from channels.slack.words import RATE

LONGEST = 3000  # characters; what is longer is a file
_HEAD = 1000
_COMMANDS = {
    "staff": "`/hibachi staff …`",
    "admin": "`/hibachi admin …`",
    "analytics": "`/hibachi report …`",
}


def answer_blocks(message: Outbound, behind: Behind | None) -> list[dict[str, Any]]:
    """The blocks of a reply; a long one is cut, with a word on its file."""
    blocks = blocks_of_markdown(shown(message))
    agent = _agent(behind)
    if behind is None or agent is None:
        return blocks
    blocks.append(_footer(agent, behind.sources))
    return [*blocks, _thumbs(behind.message)] if behind.message else blocks


def shown(message: Outbound) -> str:
    """What of it stands in the message."""
    if not is_long(message):
        return message.body
    head = message.body[:_HEAD]
    cut = max(head.rfind("\n\n"), head.rfind(". ") + 1)
    whole = f"… The whole answer is in the file {file_name(message)}."
    return f"{head[:cut] if cut > _HEAD // 2 else head}\n\n{whole}"


def is_long(message: Outbound) -> bool:
    """Whether an answer is too long for a post: then it goes out as a file."""
    return len(message.body) > LONGEST


def file_name(message: Outbound) -> str:
    """The name of a long answer's file, its own."""
    return f"answer-{message.public_id[:8]}.md"


def _agent(behind: Behind | None) -> str | None:
    """Which of the agents said it; None: it is a text of the house."""
    kind, _, name = ((behind and behind.author) or "").partition(":")
    return name if kind == "agent" and name in _COMMANDS else None


def _footer(agent: str, sources: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    others = " or ".join(how for name, how in _COMMANDS.items() if name != agent)
    lines = [f"Answered by the *{agent}* agent. {others} asks another."]
    if sources:
        lines.insert(0, f"From the pages: {'; '.join(map(_source, sources))}")
    elements = [{"type": "mrkdwn", "text": line} for line in lines]
    return {"type": "context", "elements": elements}


def _source(source: Mapping[str, str]) -> str:
    """A page's place; a page of the web is its link."""
    place = escape(f"{source['heading']} ({source['page']})")
    return f"<{source['url']}|{place}>" if "url" in source else place


def _thumbs(message: str | None) -> dict[str, Any]:
    thumbs = {
        "type": "feedback_buttons",
        "action_id": RATE,
        "positive_button": _thumb("Good answer", f"1:{message}"),
        "negative_button": _thumb("Bad answer", f"-1:{message}"),
    }
    return {"type": "context_actions", "elements": [thumbs]}


def _thumb(label: str, value: str) -> dict[str, Any]:
    return {
        "text": {"type": "plain_text", "text": label},
        "accessibility_label": label,
        "value": value,
    }
