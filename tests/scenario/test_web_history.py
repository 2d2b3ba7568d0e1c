"""A thread's history for its owner, and for nobody else; thumbs and stars."""

from datetime import UTC, datetime

from tests.scenario.inside import Inside, on_sqlite
from tests.scenario.web import Visitor


async def test_page_by_page(stage: Inside, ann: Visitor) -> None:
    said = ["hi", "how much per person?", "do you come to pasadena?"]
    for number, words in enumerate(said):
        await ann.says(words, client_message_id=f"m{number}")
    whole = await ann.history()
    lines = whole["messages"]
    assert [line["content"] for line in lines[::2]] == said
    assert [line["client_message_id"] for line in lines[::2]] == ["m0", "m1", "m2"]
    assert (whole["more"], whole["handoff"], whole["staff_name"]) == (False, False, None)
    assert lines[0]["created_at"].endswith("Z")
    assert lines[0]["channel"] == "web"
    newest = await ann.history(limit=2)
    assert (newest["messages"], newest["more"]) == (lines[-2:], True)
    older = await ann.history(limit=3, before=lines[4]["id"])
    assert (older["messages"], older["more"]) == (lines[1:4], True)
    later = await ann.history(limit=4, after=lines[1]["id"])
    assert (later["messages"], later["more"]) == (lines[2:], False)
    later = await ann.history(limit=3, after=lines[1]["id"])
    assert (later["messages"], later["more"]) == (lines[2:5], True)
    # A day later it goes on in another conversation, and stays one history.
    stage.set_now(datetime(2027, 5, 22, 18, 0, tzinfo=UTC))
    await ann.says("hello again")
    assert await stage.rows("SELECT count(*) FROM ai_conversations") == [2]
    assert (await ann.history())["messages"][:6] == lines


async def test_nobody_else_sees_it(stage: Inside, ann: Visitor) -> None:
    reply = await ann.says("hi")
    path = f"/api/v1/ai/chat/{ann.thread}"
    thumb = f"/api/v1/ai/messages/{reply['message_id']}/rating"
    async with Visitor(stage) as ben:
        assert (await ben.ask("GET", f"{path}/history"))[0] == 401
        await ben.says("hi")
        assert (await ben.ask("GET", f"{path}/history"))[0] == 404
        assert (await ben.ask("POST", f"{path}/rating", json={"rating": 5}))[0] == 404
        assert (await ben.ask("POST", thumb, json={"rating": 1}))[0] == 404
        for after in ({"after": reply["message_id"]}, {"before": reply["message_id"]}):
            own = f"/api/v1/ai/chat/{ben.thread}/history"
            assert (await ben.ask("GET", own, params=after))[0] == 404
        ben.thread = ann.thread
        said = {"message": "hi", "thread_id": ann.thread}
        for route in ("/api/v1/ai/chat", "/api/v1/ai/chat/stream"):
            assert (await ben.ask("POST", route, json=said))[0] == 404
    assert await stage.rows("SELECT count(*) FROM inbox") == [2]


async def test_thumbs_and_stars(stage: Inside, ann: Visitor) -> None:
    async with ann.socket():  # a thread in which nothing was said
        stars = f"/api/v1/ai/chat/{ann.thread}/rating"
        assert (await ann.ask("POST", stars, json={"rating": 5}))[0] == 409
    reply = await ann.says("hi")
    thumb = f"/api/v1/ai/messages/{reply['message_id']}/rating"
    for rating in (1, -1):
        assert (await ann.ask("POST", thumb, json={"rating": rating}))[0] == 200
    assert (await ann.history())["messages"][1]["rating"] == -1
    assert (await ann.ask("POST", thumb, json={"rating": 2}))[0] == 400
    own = (await ann.history())["messages"][0]["id"]
    assert (await ann.ask("POST", f"/api/v1/ai/messages/{own}/rating", json={"rating": 1}))[
        0
    ] == 404
    assert (await ann.ask("POST", stars, json={"rating": 4}))[0] == 200
    assert (await ann.ask("POST", stars, json={"rating": 6}))[0] == 400
    assert await stage.rows("SELECT rating FROM ai_conversations") == [4]


@on_sqlite
async def test_a_repeat_gets_the_same_answer(stage: Inside, ann: Visitor) -> None:
    first = await ann.says("how much per person?", client_message_id="m1")
    again = await ann.says("how much per person?", client_message_id="m1")
    assert (again["response"], again["message_id"]) == (first["response"], first["message_id"])
    ann.thread = None
    begun = await ann.says("and in pasadena?", client_message_id="m2")
    assert begun["thread_id"] != first["thread_id"]
    ann.thread = None
    assert (await ann.says("and in pasadena?", client_message_id="m2")) == begun
    assert await stage.rows("SELECT count(*) FROM inbox") == [2]
