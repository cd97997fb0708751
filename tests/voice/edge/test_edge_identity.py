"""Who comes through the edge as whom: a stranger on a trunk is never taken for a desk, nor a page for another."""

import asyncio

import pytest
from websockets.exceptions import InvalidStatus

from auxilio.calls.core.model import Call, CallState
from auxilio.calls.service import CALL
from auxilio.kernel.ids import CallId
from auxilio.platform.ids import new_id
from auxilio.voice.tokens import LineClaim
from tests.voice.edge.desk_page import Desk, final, until
from tests.voice.edge.programs import Exchange
from tests.voice.media.engine_lines import hears
from tests.voice.media.peers import CALLER
from tests.voice.test_together import calls, telephone


async def rings(desk: Desk) -> Call:
    """What the log knows of the call that came; it has left by the end of the test."""
    call = await desk.waiting()
    return await desk.state(call.id)


async def ended(desk: Desk, id: CallId) -> None:
    async def look() -> bool | None:
        return (await desk.state(id)).state is not CallState.QUEUED or None

    await until(look, "the caller has left")


async def test_a_word_of_a_desk_that_comes_by_telephone_makes_nobody_a_desk(
    exchange: Exchange, desk: Desk
) -> None:
    async with telephone() as (theirs, phone):
        out = await theirs.invite(
            f"sip:112@127.0.0.1:{exchange.edge.sip}",
            phone.description().encode(),
            from_="sip:+34600100200@trunk",
            headers=[("X-Auxilio-Line", desk.word())],
        )
        leg = await out.answered()
        call = await rings(desk)
        assert call.phone == "+34600100200"
        await leg.bye()
        await ended(desk, call.id)


@pytest.mark.parametrize("word", [None, "forged", "A" * 120], ids=["none", "forged", "long"])
async def test_a_page_without_a_word_of_ours_has_no_line_and_is_no_call(
    exchange: Exchange, desk: Desk, word: str | None
) -> None:
    async with desk.socket() as socket:
        head, body = desk.invite(word)
        await socket.send("\r\n".join([*head, "", body]))
        assert (await final(socket)).startswith("SIP/2.0 403")
    assert await desk.states.live(CALL, state=CallState.QUEUED.value) == []


async def test_the_word_of_a_call_that_never_rang_opens_no_line(exchange: Exchange, desk: Desk) -> None:
    word = exchange.tokens.give(LineClaim(id=new_id()), desk.until())
    async with desk.socket() as socket:
        head, body = desk.invite(word)
        await socket.send("\r\n".join([*head, "", body]))
        assert (await final(socket)).startswith("SIP/2.0 404")


async def test_a_page_of_another_site_is_not_let_in(desk: Desk) -> None:
    with pytest.raises(InvalidStatus) as refused:
        async with desk.socket(origin="https://127.0.0.1.example.org"):
            pass
    assert refused.value.response.status_code == 403


async def test_the_caller_of_a_desk_whose_page_is_gone_hears_a_tone_and_comes_back_to_it(
    exchange: Exchange, desk: Desk
) -> None:
    async with telephone() as (theirs, phone):
        async with desk.line() as socket:
            leg = await calls(theirs, phone, exchange.edge.sip)
            call = await desk.takes()
            await hears(desk.phone, CALLER)
            socket.transport.abort()

        async def queued() -> bool | None:
            return (await desk.state(call)).state is CallState.QUEUED or None

        await until(queued, "the call is back in the queue")
        await leg.bye()
        await ended(desk, call)


async def test_a_desk_hears_its_caller_over_a_secure_connection(exchange: Exchange, desk: Desk) -> None:
    async with telephone() as (theirs, phone), desk.line(secure=True):
        leg = await calls(theirs, phone, exchange.edge.sip)
        call = await desk.takes()
        await hears(desk.phone, CALLER)
        await leg.bye()
        async with asyncio.timeout(20):
            while (await desk.state(call)).state is not CallState.ENDED:
                await asyncio.sleep(0.02)
