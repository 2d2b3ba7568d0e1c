"""A person is called into a conversation: once, until one came."""

from tests.unit.agents.tools.chat import Chat


async def test_a_person_is_called_once_until_one_came(chat: Chat) -> None:
    await chat.says("can I talk to a person?")
    first = await chat.call("request_human", reason="asks for a person")
    again = await chat.call("request_human", reason="asks again")
    assert (first["already"], again["already"]) == (False, True)
    assert first["when"] in first["say"]
    assert [kind for kind, _ in chat.notices] == ["person_wanted", "asked_again"]
    assert chat.notices[0][1]["reason"] == "asks for a person"
    assert "No inquiry yet." in chat.notices[0][1]["summary"]
    assert 'Asked last: "can I talk to a person?"' in chat.notices[0][1]["summary"]
    assert (await chat.situation()).person_asked is True


async def test_after_a_person_came_the_next_call_is_new(chat: Chat) -> None:
    await chat.says("a person please")
    await chat.call("request_human", reason="first")
    await chat.says("thanks")
    came = {"claimed_at": chat.scope.received_at, "claimed_by": None}
    await chat.set(**came)
    assert (await chat.situation()).person_asked is False
    await chat.says("I need somebody again")
    await chat.call("request_human", reason="second")
    assert [fields["reason"] for _, fields in chat.notices] == ["first", "second"]
