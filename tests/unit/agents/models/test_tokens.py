from agents.models.tokens import TokenCounter, request_tokens
from tests.unit.agents.stage import request, user


def test_until_the_vocabulary_is_there_bytes_are_counted() -> None:
    assert TokenCounter()("Olá") == 4


def test_tokens_are_counted_also_where_a_customer_writes_a_special_one() -> None:
    count = TokenCounter()
    count.load()
    assert count("Do you have room for many people?") == 8
    assert count("<|endoftext|>") > 1
    assert count("\ud800") >= 1


def test_a_request_is_counted_whole_and_never_too_low() -> None:
    small = request(user("Hello"))
    large = request(user("Hello " * 1000), tools=("get_menu", "get_quote"))
    assert request_tokens(small, len) > len(small.system + "Hello")
    assert request_tokens(large, len) > request_tokens(small, len) + 6000
    assert request_tokens(request(user("Hello"), tools=("get_menu",)), len) > request_tokens(
        small, len
    )
