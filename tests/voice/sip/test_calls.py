"""A whole call between two agents: what is lost comes again, what comes twice counts once. The network and the clock
are of memory (`ether`), so that the hundredth second of a call is reached at once."""

import asyncio

import pytest

from auxilio.voice.sip.agent import CallFailed, CallLeg, IncomingCall, Part
from auxilio.voice.sip.message import Request, Response
from tests.voice.sip.simulated_network import ANSWER, CENTRE, HELD, OFFER, PHONE, Line, line, settle

SOS = f"sip:112@{CENTRE}:5060"


async def established(line: Line) -> tuple[CallLeg, CallLeg]:
    """The centre's leg and the telephone's."""
    call = await line.phone.invite(SOS, OFFER, from_="sip:phone@10.0.0.1")
    await line.timers.until(lambda: bool(line.calls))
    ours = await line.calls[-1].answer(ANSWER)
    await line.timers.until(ours.acknowledged.is_set)
    return ours, await call.answered()


async def test_a_call_is_answered_and_hung_up() -> None:
    async with line() as both:
        ours, theirs = await established(both)
        assert (ours.remote_sdp, theirs.remote_sdp) == (OFFER, ANSWER)
        assert both.calls[0].emergency
        await theirs.bye("Q.850;cause=16")
        assert (ours.gone_reason, ours.gone_cause) == ("bye", "Q.850;cause=16")
        assert theirs.gone_reason == "hung_up"
        assert both.centre.legs == both.phone.legs == ()


MESSAGES_OF_A_CALL = 7
"""INVITE, 100, 180, 200, ACK, BYE, 200."""


@pytest.mark.parametrize("lost", range(MESSAGES_OF_A_CALL))
async def test_whichever_message_is_lost_the_call_stands_and_ends(lost: int) -> None:
    async with line() as both:
        count = iter(range(1_000))
        both.ether.drops = lambda message: next(count) == lost
        call = await both.phone.invite(SOS, OFFER)
        await both.timers.until(lambda: bool(both.calls))
        await both.calls[0].ring()
        ours = await both.calls[0].answer(ANSWER)
        await both.timers.until(ours.acknowledged.is_set)
        theirs = await call.answered()
        hanging_up = asyncio.ensure_future(ours.bye())
        await both.timers.until(hanging_up.done)
        assert theirs.gone_reason == "bye"
        assert len(both.calls) == 1
        assert (next(count) > MESSAGES_OF_A_CALL) == (lost not in (1, 2)), "only a 1xx is not said again"


async def test_a_network_that_says_all_twice_makes_one_call() -> None:
    async with line() as both:
        both.ether.twice = True
        ours, theirs = await established(both)
        heard: list[CallLeg] = []

        async def told(leg: CallLeg) -> None:
            heard.append(leg)

        ours.on_bye = told
        await theirs.bye()
        await settle()
        assert len(both.calls) == len(heard) == 1
        assert both.ether.said(PHONE).count("BYE") == 1


async def test_an_invite_that_comes_again_long_after_is_no_second_call() -> None:
    async with line() as both:
        await established(both)
        invite = both.ether.last(PHONE, "INVITE")
        await both.timers.advance(40)  # its transaction is over
        both.ether.carry(
            bytes(invite),
            both.ether.sockets[PHONE, 5060],
            both.calls[0].source.__class__("udp", CENTRE, 5060),
        )
        await settle()
        assert len(both.calls) == 1
        assert both.ether.said(CENTRE)[-1] == "482 INVITE"


async def test_two_calls_of_one_call_id_are_two_calls() -> None:
    """A proxy that forks gives both the same Call-ID; the tags tell them apart."""
    async with line() as both:
        ours, _ = await established(both)
        first = both.ether.last(PHONE, "INVITE")
        assert isinstance(first, Request)
        first.set("From", "<sip:phone@10.0.0.1>;tag=other")
        first.headers.get("via")[0] = f"SIP/2.0/UDP {PHONE}:5060;branch=z9hG4bKother;rport"
        both.ether.carry(
            bytes(first), both.ether.sockets[PHONE, 5060], ours.source.__class__("udp", CENTRE, 5060)
        )
        await settle()
        assert len(both.calls) == 2
        other = await both.calls[1].answer(ANSWER)
        assert {leg.id for leg in both.centre.legs} == {ours.id, other.id}


async def test_a_caller_who_gives_up_before_the_answer_is_known() -> None:
    async with line() as both:
        call = await both.phone.invite(SOS, OFFER)
        await both.timers.until(lambda: bool(both.calls))
        await call.cancel("SIP;cause=487")
        await both.timers.until(both.calls[0].cancelled.is_set)
        with pytest.raises(CallFailed) as refused:
            await both.calls[0].answer(ANSWER)
        assert refused.value.code == 487
        with pytest.raises(CallFailed) as told:
            await call.answered()
        assert told.value.code == 487
        assert both.calls[0].cancel_cause == "SIP;cause=487"
        assert both.ether.said(CENTRE) == ["100 INVITE", "200 CANCEL", "487 INVITE"]


async def test_an_answer_that_crosses_with_a_cancel_is_hung_up_and_nobody_is_left_alone() -> None:
    async with line() as both:
        call = await both.phone.invite(SOS, OFFER)
        await both.timers.until(lambda: bool(both.calls))
        ours = await both.calls[0].answer(ANSWER)
        await call.cancel()  # the 200 is on its way
        await both.timers.until(ours.gone.is_set)
        with pytest.raises(CallFailed) as told:
            await call.answered()
        assert told.value.code == 487
        assert ours.gone_reason == "bye"
        assert both.ether.said(PHONE) == ["INVITE", "CANCEL", "ACK", "BYE"]


async def test_a_cancel_waits_for_a_sign_of_life() -> None:
    async with line() as both:
        both.ether.drops = lambda message: isinstance(message, Response)
        call = await both.phone.invite(SOS, OFFER)
        await settle()
        await call.cancel()
        await settle()
        assert both.ether.said(PHONE) == ["INVITE"], "a CANCEL that overtakes its INVITE finds nothing"
        both.ether.drops = lambda message: False
        await both.timers.until(lambda: "487 INVITE" in both.ether.said(CENTRE))


async def test_nobody_there_is_known_after_32_seconds() -> None:
    async with line() as both:
        call = await both.phone.invite("sip:112@10.0.0.9", OFFER)
        failed = asyncio.ensure_future(call.answered())
        await both.timers.advance(31.9)
        assert not failed.done()
        await both.timers.advance(0.2)
        with pytest.raises(CallFailed) as told:
            await failed
        assert told.value.code == 408
        assert both.ether.said(PHONE) == ["INVITE"] * 7


async def test_who_does_not_answer_in_time_is_cancelled() -> None:
    async with line() as both:
        call = await both.phone.invite(SOS, OFFER, timeout_s=10)
        await both.timers.advance(11)
        with pytest.raises(CallFailed) as told:
            await call.answered()
        assert told.value.code == 408
        assert both.calls[0].cancelled.is_set()


async def test_a_200_without_its_ack_is_repeated_and_then_hung_up() -> None:
    async with line() as both:
        both.ether.drops = lambda message: isinstance(message, Request) and message.method == "ACK"
        await both.phone.invite(SOS, OFFER)
        await both.timers.until(lambda: bool(both.calls))
        ours = await both.calls[0].answer(ANSWER)
        await both.timers.advance(33)
        assert ours.gone_reason == "no_ack"
        assert both.ether.said(CENTRE).count("200 INVITE") == 11, "0.5, 1, 2, 4, 4 ... seconds apart"
        assert "BYE" in both.ether.said(CENTRE)


async def test_a_call_control_that_fails_leaves_nobody_listening_to_nothing() -> None:
    async with line() as both:

        async def broken(call: IncomingCall) -> None:
            raise ValueError

        both.centre.set_handlers(broken)
        call = await both.phone.invite(SOS, OFFER)
        failed = asyncio.ensure_future(call.answered())
        await both.timers.until(failed.done)
        with pytest.raises(CallFailed) as told:
            await failed
        assert told.value.code == 500


async def test_a_redirection_names_where_to_go() -> None:
    async with line() as both:
        call = await both.phone.invite(SOS, OFFER)
        await both.timers.until(lambda: bool(both.calls))
        await both.calls[0].reject(302, contacts=("sip:112@neighbour.example",))
        with pytest.raises(CallFailed) as told:
            await call.answered()
        assert told.value.headers["contact"] == ("<sip:112@neighbour.example>",)


async def test_bodies_travel_both_ways_beside_the_sound() -> None:
    pidf = Part("application/pidf+xml", content_id="here@phone", content=b"<presence/>")
    ack = Part("application/emergencycalldata.control+xml", content=b"<ack/>")
    async with line() as both:
        headers = (
            ("Geolocation", "<cid:here@phone>, <https://lis.example/abc>"),
            ("Geolocation-Routing", "yes"),
        )
        call = await both.phone.invite(SOS, OFFER, parts=(pidf,), headers=headers)
        await both.timers.until(lambda: bool(both.calls))
        came = both.calls[0]
        assert came.geolocation == ("cid:here@phone", "https://lis.example/abc")
        assert [(part.content_type, part.content_id) for part in came.parts] == [
            ("application/sdp", ""),
            ("application/pidf+xml", "here@phone"),
        ]
        await came.answer(ANSWER, parts=(ack,))
        theirs = await call.answered()
        assert theirs.remote_sdp == ANSWER
        response = both.ether.last(CENTRE, "200 INVITE")
        assert b"<ack/>" in response.body


@pytest.mark.parametrize(
    ("value", "readable", "unreadable"),
    [
        ("<https://lis.example/abc>", ("https://lis.example/abc",), False),
        ("<https://lis.example/abc", (), True),
        ("<https://lis.example/abc>, <cid:here@phone", ("https://lis.example/abc",), True),
        ('"lis" here', (), True),
    ],
)
async def test_a_geolocation_header_that_cannot_be_read_is_not_taken_for_none(
    value: str, readable: tuple[str, ...], unreadable: bool
) -> None:
    async with line() as both:
        await both.phone.invite(SOS, OFFER, headers=(("Geolocation", value),))
        await both.timers.until(lambda: bool(both.calls))
        came = both.calls[0]
        assert (came.geolocation, came.geolocation_unreadable) == (readable, unreadable)


# --- within the call ------------------------------------------------------------------------------


async def test_a_new_offer_gets_a_new_answer() -> None:
    async with line() as both:
        ours, theirs = await established(both)

        async def hold(offer: bytes) -> bytes:
            assert offer == HELD
            return ANSWER + b"a=recvonly\r\n"

        theirs.on_reinvite = hold
        assert await ours.reinvite(HELD) == ANSWER + b"a=recvonly\r\n"
        assert (theirs.remote_sdp, ours.local_sdp) == (HELD, HELD)


async def test_a_refresh_of_what_stands_does_not_bother_call_control() -> None:
    async with line() as both:
        ours, theirs = await established(both)

        async def never(offer: bytes) -> bytes:
            raise AssertionError

        theirs.on_reinvite = never
        assert await ours.reinvite(ANSWER) == OFFER


async def test_a_refused_offer_leaves_the_call_as_it_was() -> None:
    async with line() as both:
        ours, theirs = await established(both)

        async def refuse(offer: bytes) -> bytes:
            raise CallFailed(488)

        theirs.on_reinvite = refuse
        with pytest.raises(CallFailed) as told:
            await ours.reinvite(HELD)
        assert told.value.code == 488
        assert (ours.local_sdp, theirs.remote_sdp) == (ANSWER, ANSWER)
        assert not ours.gone.is_set()


async def test_two_offers_that_meet_are_both_made_in_the_end() -> None:
    async with line() as both:
        ours, theirs = await established(both)
        answers = await_both(both, ours.reinvite(HELD), theirs.reinvite(HELD))
        assert len(await answers) == 2
        assert "491 INVITE" in both.ether.said(CENTRE) + both.ether.said(PHONE)
        assert ours.local_sdp == theirs.local_sdp == HELD


async def await_both(both: Line, *offers: object) -> tuple[bytes, ...]:
    tasks = [asyncio.ensure_future(offer) for offer in offers]
    await both.timers.until(lambda: all(task.done() for task in tasks))
    return tuple([await task for task in tasks])


async def test_a_call_that_the_far_side_has_forgotten_is_gone() -> None:
    async with line() as both:
        ours, theirs = await established(both)
        theirs._release()  # their telephone started anew
        with pytest.raises(CallFailed) as told:
            await ours.reinvite(HELD)
        assert told.value.code == 481
        await settle()
        assert ours.gone_reason == "lost"


async def test_info_and_keys_arrive_in_order() -> None:
    async with line() as both:
        ours, theirs = await established(both)
        heard: list[object] = []

        async def key(name: str, duration_ms: int) -> None:
            heard.append((name, duration_ms))

        async def told(parts: tuple[Part, ...], headers: object) -> None:
            heard.append(parts[0].content_type)

        ours.on_dtmf, ours.on_info = key, told
        await theirs.info("application/dtmf-relay", b"Signal=5\r\nDuration=160\r\n")
        await theirs.info("application/EmergencyCallData.eCall.MSD", b"\x01\x00")
        await theirs.message("text/plain", b"I cannot speak")
        await settle()
        assert heard == [("5", 160), "application/emergencycalldata.ecall.msd", "text/plain"]


async def test_a_request_older_than_the_last_is_refused() -> None:
    async with line() as both:
        ours, theirs = await established(both)
        ours.dialog.remote_cseq = 50
        with pytest.raises(CallFailed) as told:
            await theirs.info("text/plain", b"late")
        assert told.value.code == 500
