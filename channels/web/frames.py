"""What clients say over a WebSocket."""

import msgspec
from msgspec import Struct

from bot.chat_messages import Saying
from bot.messages import Unreadable
from channels.web.inbound import MOST_ATTACHMENTS, Id, Text


class MessageFrame(Struct, frozen=True, tag="message"):
    """Says something. client_message_id makes it safe to send again."""

    message: Text
    client_message_id: Id
    attachments: tuple[Id, ...] = ()

    def saying(self, thread_id: str, agent: str) -> Saying:
        """What is said to an agent. Raises Unreadable where it is nothing."""
        text = self.message.replace("\x00", "").strip()
        if not (text or self.attachments):
            raise Unreadable("message must not be empty")
        if len(self.attachments) > MOST_ATTACHMENTS:
            raise Unreadable(f"a message takes {MOST_ATTACHMENTS} attachments at the most")
        return Saying(text, thread_id, self.client_message_id, self.attachments, agent)


class TypingFrame(Struct, frozen=True, tag="typing"):
    """The visitor writes."""


class PingFrame(Struct, frozen=True, tag="ping"):
    """Is somebody there?"""


class ResumeFrame(Struct, frozen=True, tag="resume"):
    """Shows again what came after a line."""

    after: Id


Frame = MessageFrame | TypingFrame | PingFrame | ResumeFrame
_decoder: msgspec.json.Decoder[Frame] = msgspec.json.Decoder(Frame)


def read_frame(text: str) -> Frame:
    """Raises Unreadable."""
    try:
        return _decoder.decode(text)
    except (msgspec.ValidationError, msgspec.DecodeError, UnicodeError) as error:
        raise Unreadable(f"this frame cannot be read: {error}") from error
