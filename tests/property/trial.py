"""Conversations by generated scripts, as many as wanted; the shortest that fails is shown."""

import asyncio

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from msgspec import Struct

from tests.property.model import ACTS, RIGHT, SAYS, Act, Inquire, Says
from tests.property.talk import begun
from tests.property.words import ALL, LINES, YES, Line
from tests.unit.agents.tools.chat import Chat, chatting

Exchange = tuple[Line, list[Act], Says]

_ANY = st.tuples(LINES, ACTS, SAYS)
_READ_BACK = st.just(Says("read back"))
# Left to chance alone, most conversations would never come to an inquiry.
_TOLD = st.tuples(ALL, st.lists(RIGHT, min_size=1, max_size=1), st.one_of(_READ_BACK, SAYS))
_SENT = st.tuples(st.one_of(YES, LINES), st.just([Inquire()]), st.one_of(_READ_BACK, SAYS))
_READY = st.tuples(ALL, st.lists(RIGHT, min_size=1, max_size=1), _READ_BACK)
_REST = st.lists(st.one_of(_ANY, _SENT), min_size=1, max_size=7)
_CONVERSATIONS = st.one_of(
    st.tuples(_TOLD, _REST).map(lambda both: [both[0], *both[1]]),
    st.tuples(_READY, _SENT, _REST).map(lambda three: [three[0], three[1], *three[2]]),
)


class Held(Struct):
    """What came of conversations: how many, how many texts in them, how many inquiries."""

    conversations: int = 0
    exchanges: int = 0
    inquiries: int = 0


def hold_conversations(url: str, examples: int, number: int = 1, *, shrink: bool = True) -> Held:
    """Holds conversations on a new database. number: another one, other conversations. Raises
    AssertionError where the lock did not hold."""
    held = Held()
    with asyncio.Runner() as runner:
        opened = chatting(url)
        chat = runner.run(opened.__aenter__())

        @seed(number)
        @settings(
            max_examples=examples,
            deadline=None,
            database=None,
            phases=[Phase.generate, Phase.shrink] if shrink else [Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(_CONVERSATIONS)
        def check(exchanges: list[Exchange]) -> None:
            runner.run(_hold(chat, exchanges, held))

        try:
            check()
        finally:
            runner.run(opened.__aexit__(None, None, None))
    return held


async def _hold(chat: Chat, exchanges: list[Exchange], held: Held) -> None:
    talk = await begun(chat)
    for exchange in exchanges:
        await talk.exchange(*exchange)
    held.conversations += 1
    held.exchanges += len(exchanges)
    held.inquiries += talk.has_lead
