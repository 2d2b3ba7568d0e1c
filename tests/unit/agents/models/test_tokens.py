from typing import Any

import msgspec
import quicktok
from msgspec import structs

from agents.models.dialect import Dialect
from agents.models.tokens import TokenCounter, request_tokens
from bot.messages import File, Picture
from tests.unit.agents.stage import bot, call, request, result, step, user


def test_until_the_vocabulary_is_there_bytes_are_counted() -> None:
    assert TokenCounter()("Olá") == 4


def test_tokens_are_counted_also_where_a_customer_writes_a_special_one() -> None:
    count = TokenCounter()
    count.load()
    assert count("Do you have room for many people?") == 8
    assert count("<|endoftext|>") > 1
    assert count("\ud800") >= 1


def test_a_request_is_counted_as_it_is_sent_and_never_too_low() -> None:
    """Against the body of the request, by the newest vocabulary: a message takes four tokens more
    than its words, and the server writes tools down shorter than JSON does."""
    count, newest = TokenCounter(), quicktok.get_encoding("o200k_base")
    count.load()
    asked = request(
        user("Wir sind 40 Leute, was kostet das? \U0001f525"),
        step(call("get_quote", "call_1", '{"adults":40}')),
        result("call_1", '{"total":"$1,234.50"}'),
        bot("40 guests come to $1,234.50."),
        structs.replace(user("and this?"), id=7, media=("image/png", "application/pdf")),
        tools=("get_menu", "get_quote", "create_booking_inquiry"),
        faults=("it says $9.99, which no tool returned", "it says that June 5 is free"),
    )
    sent = Dialect("gpt-6-luna", 1500, 0.7).arguments(asked)
    texts = [_said(line) for line in sent["messages"]]
    texts.append(msgspec.json.encode(sent["tools"]).decode())
    read = sum(4 + len(newest.encode_ordinary(text)) for text in texts)
    words = request_tokens(asked, count)
    assert read <= words < 2 * read
    picture = Picture(7, 0, File("image/png", b"png"))
    assert request_tokens(structs.replace(asked, pictures=(picture,)), count) > words + 2000


def _said(line: dict[str, Any]) -> str:
    """All that a model reads of a message."""
    content, calls = line["content"] or "", line.get("tool_calls", ())
    texts = [content] if isinstance(content, str) else [part["text"] for part in content]
    texts += [text for call in calls for text in call["function"].values()]
    return " ".join(texts)
