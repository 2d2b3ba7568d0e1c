"""Nothing is lost between a visitor and the bot, and nothing is said twice."""

import re

import pytest
from playwright.async_api import WebSocketRoute, expect

from tests.browser.conftest import Visits, Website
from tests.browser.network import API, SOCKET, STREAM, Wire, abort
from tests.browser.visit import Visit

pytestmark = pytest.mark.asyncio(loop_scope="session")

_SAID = "SELECT count(*) FROM ai_messages WHERE role = 'user'"
_CONVERSATION = "SELECT thread_id FROM ai_conversations"


async def test_the_network_is_cut_and_comes_back(website: Website, visits: Visits) -> None:
    bot, site = await website()
    wire = Wire()
    visitor = await visits(site, before=wire.lay)
    await visitor.open()
    await visitor.ask("What is on the menu?")

    await wire.cut(visitor)
    await visitor.say("Do you come to Pasadena?")
    await expect(visitor.waiting).to_have_count(1)
    await expect(visitor.notice).to_contain_text("No connection")
    [conversation] = await bot.rows(_CONVERSATION)
    await bot.app.handoff.say(conversation, "U1", "Maria", "I saw you leave.")
    await bot.app.handoff.give_back(conversation, "U1")

    await visitor.page.context.set_offline(False)
    await expect(visitor.answers).to_have_count(2)
    await expect(visitor.waiting).to_have_count(0)
    await expect(visitor.own).to_have_count(2)
    await expect(visitor.log.locator(".staff")).to_have_text(re.compile("I saw you leave."))
    await expect(visitor.notice).to_be_empty()
    assert await bot.rows(_SAID) == [2]


async def test_what_was_not_sent_survives_a_reload(website: Website, visits: Visits) -> None:
    bot, site = await website()
    wire = Wire()
    visitor = await visits(site, before=wire.lay)
    await visitor.open()
    wire.open = False
    await visitor.page.route(API, abort)
    await visitor.say("What is on the menu?")
    await expect(visitor.waiting).to_have_count(1)

    wire.open = True
    await visitor.page.unroute(API)
    await visitor.page.reload()
    await expect(visitor.answers).to_have_count(1)
    await expect(visitor.own).to_have_count(1)
    assert await bot.rows(_SAID) == [1]


async def test_an_acceptance_that_got_lost_makes_no_second_message(
    website: Website, visits: Visits
) -> None:
    bot, site = await website()
    deaf = True

    async def carry(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()

        async def down(message: str | bytes) -> None:
            nonlocal deaf
            if deaf and '"accepted"' in str(message):
                deaf = False
                await socket.close()
            else:
                socket.send(message)

        server.on_message(down)

    async def lay(visit: Visit) -> None:
        await visit.page.route_web_socket(SOCKET, carry)

    visitor = await visits(site, before=lay)
    await visitor.open()
    await visitor.say("What is on the menu?")
    await expect(visitor.answers).to_have_count(1)
    await expect(visitor.waiting).to_have_count(0)
    await expect(visitor.own).to_have_count(1)
    assert not deaf
    assert await bot.rows(_SAID) == [1]


async def test_a_socket_that_died_in_its_sleep(website: Website, visits: Visits) -> None:
    bot, site = await website()
    wire = Wire()
    visitor = await visits(site, before=wire.lay)
    await visitor.page.clock.install()
    await visitor.open()
    await visitor.ask("What is on the menu?")
    wire.fall_asleep()
    [conversation] = await bot.rows(_CONVERSATION)
    await bot.app.handoff.say(conversation, "U1", "Maria", "Are you there?")

    await visitor.page.evaluate("dispatchEvent(new Event('pageshow'))")
    await visitor.page.clock.fast_forward(5_000)  # nobody answers the ping
    await visitor.page.clock.fast_forward(1_000)
    await expect(visitor.log).to_contain_text("Are you there?")
    assert len(wire.sockets) == 2


async def test_without_sockets_events_are_streamed(website: Website, visits: Visits) -> None:
    bot, site = await website()
    wire = Wire()
    wire.open = False
    visitor = await visits(site, before=wire.lay)
    await visitor.open()
    await visitor.ask("What is on the menu?")
    await visitor.ask("Do you come to Pasadena?")
    await expect(visitor.own).to_have_count(2)
    [conversation] = await bot.rows(_CONVERSATION)
    await bot.app.handoff.say(conversation, "U1", "Maria", "Hello from us.")
    await expect(visitor.log.locator(".staff")).to_have_count(1)
    await visitor.say("Hello Maria")
    await expect(visitor.waiting).to_have_count(0)
    await bot.until(_SAID, [3])


async def test_without_streams_answers_come_whole(website: Website, visits: Visits) -> None:
    bot, site = await website()
    wire = Wire()
    wire.open = False
    visitor = await visits(site, before=wire.lay)
    await visitor.page.route(STREAM, abort)
    await visitor.open()
    await visitor.ask("What is on the menu?")
    await visitor.ask("Do you come to Pasadena?")
    [conversation] = await bot.rows(_CONVERSATION)
    await bot.app.handoff.say(conversation, "U1", "Maria", "Hello from us.")
    await expect(visitor.log.locator(".staff")).to_have_count(1, timeout=10_000)
    await expect(visitor.own).to_have_count(2)


async def test_who_is_too_fast_is_told_when_it_goes_on(website: Website, visits: Visits) -> None:
    bot, site = await website(AI_RATE_LIMIT_PER_MINUTE=60, AI_RATE_LIMIT_BURST=1)
    visitor = await visits(site)
    await visitor.open()
    await visitor.say("What is on the menu?")
    await visitor.say("Do you come to Pasadena?")
    await expect(visitor.notice).to_contain_text("That was a lot at once")
    await expect(visitor.waiting).to_have_count(0)
    await expect(visitor.notice).to_be_empty()
    await bot.until(_SAID, [2])


async def test_a_message_that_failed_can_be_sent_again(website: Website, visits: Visits) -> None:
    bot, site = await website()
    refusing = True

    async def carry(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()

        def up(message: str | bytes) -> None:
            nonlocal refusing
            found = re.search(r'"client_message_id":"(\w+)"', str(message))
            if found and refusing:
                refusing = False
                error = '{"type":"error","error":"No.","client_message_id":"%s"}'
                socket.send(error % found.group(1))
            else:
                server.send(message)

        socket.on_message(up)

    async def lay(visit: Visit) -> None:
        await visit.page.route_web_socket(SOCKET, carry)

    visitor = await visits(site, before=lay)
    await visitor.open()
    await visitor.say("What is on the menu?")
    await expect(visitor.log.locator(".failed")).to_contain_text("No.")
    await visitor.page.reload()
    await expect(visitor.log.locator(".failed")).to_contain_text("Not sent.")
    await visitor.button("Try again").click()
    await expect(visitor.answers).to_have_count(1)
    await expect(visitor.own).to_have_count(1)
    assert await bot.rows(_SAID) == [1]
