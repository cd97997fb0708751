"""What two sides agree on beside the call: session timers, reliable ringing, transfers, replacing, a standby that adopts."""

import asyncio
from collections.abc import Awaitable
from typing import Any

import pytest

from auxilio.voice.sip.agent import CallFailed, CallLeg, Part, TransferRequest
from auxilio.voice.sip.emergency import is_emergency, is_test_service, service_urn_of
from auxilio.voice.sip.message import Request, Response, new_request, respond
from auxilio.voice.sip.session import INFO_BYTES_MAX
from auxilio.voice.sip.transport.base import MessageSource
from tests.event_loop import reported
from tests.voice.sip.simulated_network import ANSWER, CENTRE, HELD, OFFER, PHONE, Line, agent_at, line, settle
from tests.voice.sip.test_calls import SOS, established


async def finished[T](line: Line, work: Awaitable[T]) -> T:
    """The result, with time going on until there is one."""
    task = asyncio.ensure_future(work)
    await line.timers.until(task.done)
    return await task


# --- session timers (RFC 4028) --------------------------------------------------------------------


async def test_a_call_is_refreshed_by_whoever_agreed_to_and_stands_for_hours() -> None:
    async with line() as both:
        ours, theirs = await established(both)
        assert (theirs.dialog.session_s, theirs.dialog.refresher, ours.dialog.refresher) == (
            1800,
            "us",
            "them",
        )
        await both.timers.advance(3 * 3600)
        assert not ours.gone.is_set()
        assert both.ether.said(PHONE).count("UPDATE") >= 10
        assert both.ether.said(CENTRE).count("UPDATE") == 0


async def test_a_side_that_knows_no_update_is_refreshed_by_an_offer_of_the_same() -> None:
    async with line() as both:
        ours, theirs = await established(both)
        theirs.dialog.peer_allows = ["INVITE"]
        await both.timers.advance(1000)
        assert both.ether.said(PHONE).count("INVITE") == 2
        assert (ours.remote_sdp, ours.gone.is_set()) == (OFFER, False)


async def test_a_side_that_has_silently_gone_is_noticed() -> None:
    async with line() as both:
        ours, theirs = await established(both)
        theirs._timer.stop()
        both.ether.drops = lambda message: True
        await both.timers.advance(1900)
        assert ours.gone_reason == "session_expired"


async def test_a_refresh_that_nobody_answers_ends_the_call_only_when_its_time_is_over() -> None:
    async with line() as both:
        ours, theirs = await established(both)
        ours._timer.stop()
        both.ether.drops = lambda message: isinstance(message, Request) and message.method == "UPDATE"
        await both.timers.advance(1000)
        assert not theirs.gone.is_set()
        await both.timers.advance(900)
        assert theirs.gone_reason == "session_expired"


async def test_too_short_a_timer_is_raised_and_the_call_comes() -> None:
    async with line(session_expires_min_s=600) as both:
        both.phone._endpoint.settings = agent_at(both.ether, PHONE, session_expires_s=120).settings
        call = await both.phone.invite(f"sip:desk@{CENTRE}:5060", OFFER)
        await both.timers.until(lambda: bool(both.calls))
        assert both.ether.said(CENTRE)[:2] == ["100 INVITE", "422 INVITE"]
        await both.calls[0].answer(ANSWER)
        assert (await call.answered()).dialog.session_s == 600


async def test_a_call_for_help_is_not_sent_back_for_its_timer() -> None:
    async with line(session_expires_min_s=600) as both:
        both.phone._endpoint.settings = agent_at(both.ether, PHONE, session_expires_s=120).settings
        call = await both.phone.invite(SOS, OFFER)
        await both.timers.until(lambda: bool(both.calls))
        await both.calls[0].answer(ANSWER)
        assert (await call.answered()).dialog.session_s == 0


# --- glare ----------------------------------------------------------------------------------------


async def test_an_offer_waits_while_theirs_is_being_answered() -> None:
    async with line() as both:
        ours, theirs = await established(both)
        asked, free = asyncio.Event(), asyncio.Event()

        async def slowly(offer: bytes) -> bytes:
            asked.set()
            await free.wait()
            return ANSWER

        ours.on_reinvite = slowly
        offering = asyncio.ensure_future(theirs.reinvite(HELD))
        await both.timers.until(asked.is_set)
        mine = asyncio.ensure_future(ours.reinvite(ANSWER + b"a=x\r\n"))
        await settle()
        assert both.ether.said(CENTRE).count("INVITE") == 0, "it is not sent into theirs"
        free.set()
        assert await finished(both, offering) == ANSWER
        await finished(both, mine)
        assert theirs.remote_sdp == ANSWER + b"a=x\r\n"


async def test_two_that_offer_at_once_wait_differently_long() -> None:
    """RFC 3261, 14.1: the caller, who made the Call-ID, waits more than two seconds, the called less."""
    async with line() as both:
        ours, theirs = await established(both)
        begun_s = both.timers.now_s
        first, second = (
            asyncio.ensure_future(ours.reinvite(HELD)),
            asyncio.ensure_future(theirs.reinvite(HELD)),
        )
        await both.timers.until(first.done)
        assert both.timers.now_s - begun_s < 2.1
        await both.timers.until(second.done)
        assert both.timers.now_s - begun_s >= 2.1
        assert {await first, await second} == {OFFER, HELD}


# --- reliable ringing (RFC 3262) ------------------------------------------------------------------


async def test_early_media_is_said_until_it_is_acknowledged() -> None:
    async with line() as both:
        heard: list[tuple[int, bytes]] = []

        async def progress(code: int, sdp: bytes) -> None:
            heard.append((code, sdp))

        lost = iter([True, True, False])
        both.ether.drops = lambda message: (
            isinstance(message, Response) and message.code == 183 and next(lost, False)
        )
        call = await both.phone.invite(SOS, OFFER)
        call.on_progress = progress
        await both.timers.until(lambda: bool(both.calls))
        await both.calls[0].ring(183, ANSWER)
        await both.timers.until(lambda: "PRACK" in both.ether.said(PHONE))
        await settle()
        assert heard == [(183, ANSWER)]
        assert both.ether.said(CENTRE)[-4:] == ["183 INVITE"] * 3 + ["200 PRACK"]
        await both.timers.advance(20)
        assert both.ether.said(CENTRE)[-1] == "200 PRACK", "it is not said any more"
        await both.calls[0].answer(ANSWER)
        leg = await call.answered()
        await leg.bye()
        assert leg.dialog.local_cseq == 3, "INVITE, PRACK, BYE: one row of numbers"


async def test_a_prack_that_never_comes_delays_an_answer_but_never_costs_the_call() -> None:
    async with line() as both:
        both.ether.drops = lambda message: isinstance(message, Request) and message.method == "PRACK"
        call = await both.phone.invite(SOS, OFFER)
        await both.timers.until(lambda: bool(both.calls))
        await both.calls[0].ring(183, ANSWER)
        ours = await finished(both, both.calls[0].answer(ANSWER))
        assert both.timers.now_s == pytest.approx(4)
        await call.answered()
        await settle()
        assert ours.acknowledged.is_set()


# --- transfer (RFC 3515), replacing (RFC 3891) ----------------------------------------------------


async def test_a_telephone_is_sent_to_another_place_and_tells_how_it_went() -> None:
    async with line() as both:
        ours, theirs = await established(both)
        told: list[int] = []

        async def transfer(refer: TransferRequest[CallLeg]) -> None:
            assert refer.refer_to == "sip:hospital@example.org"
            await refer.accept()
            await refer.progress(180)
            await refer.progress(200)
            await refer.progress(486)  # after the last there is none

        theirs.on_refer = transfer
        assert await finished(both, ours.refer("sip:hospital@example.org", progress=told.append)) == 200
        assert told == [100, 180, 200]


async def test_a_transfer_that_nobody_wants_is_refused() -> None:
    async with line() as both:
        ours, _ = await established(both)
        with pytest.raises(CallFailed) as refused:
            await finished(both, ours.refer("sip:x@example.org"))
        assert refused.value.code == 603


async def test_a_transfer_that_is_never_told_of_is_accepted_and_no_more() -> None:
    async with line() as both:
        ours, theirs = await established(both)

        async def silent(refer: TransferRequest[CallLeg]) -> None:
            await refer.accept()

        theirs.on_refer = silent
        assert await finished(both, ours.refer("sip:x@example.org", timeout_s=30)) == 202


async def test_an_attended_transfer_names_the_leg_that_is_to_be_replaced() -> None:
    """The telephone has two calls with us and joins them: its REFER on the first names the second."""
    async with line() as both:
        first, first_theirs = await established(both)
        second, second_theirs = await established(both)
        asked: list[CallLeg | None] = []

        async def transfer(refer: TransferRequest[CallLeg]) -> None:
            asked.append(refer.replaces)
            await refer.reject()

        first.on_refer = transfer
        with pytest.raises(CallFailed):
            await finished(both, first_theirs.refer(f"sip:112@{CENTRE}:5060", replaces=second_theirs))
        assert asked == [second]


async def test_a_call_takes_the_place_of_another() -> None:
    async with line() as both:
        old, old_theirs = await established(both)
        call = await both.phone.invite(f"sip:desk@{CENTRE}:5060", OFFER, replaces=old_theirs)
        await both.timers.until(lambda: len(both.calls) == 2)
        assert both.calls[1].replaces is old
        new = await both.calls[1].answer(ANSWER)
        await call.answered()
        await both.timers.until(old_theirs.gone.is_set)
        assert (old.gone_reason, old_theirs.gone_reason, new.gone.is_set()) == ("replaced", "bye", False)


async def test_a_call_that_would_replace_what_is_not_there_is_refused() -> None:
    async with line() as both:
        _, theirs = await established(both)
        theirs.dialog.remote_tag = "nobody"
        call = await both.phone.invite(f"sip:desk@{CENTRE}:5060", OFFER, replaces=theirs)
        with pytest.raises(CallFailed) as refused:
            await call.answered()
        assert refused.value.code == 481
        assert len(both.calls) == 1


# --- a standby, an old proxy ----------------------------------------------------------------------


async def test_a_standby_goes_on_with_a_call_it_never_saw_begin() -> None:
    async with line() as both:
        ours, theirs = await established(both)
        kept: list[bytes] = []
        ours.on_state = lambda leg: kept.append(leg.state())
        await theirs.message("text/plain", b"still here")
        written = len(kept)
        await theirs.info("text/plain", b"and here")
        assert len(kept) == written, "what comes each second is not written through"
        await both.centre.stop()  # without a word

        standby = agent_at(both.ether, CENTRE)
        await standby.start()
        adopted = standby.adopt(kept[-1])
        assert standby.leg(ours.id) is adopted
        assert (adopted.local_sdp, adopted.remote_sdp) == (ANSWER, OFFER)
        await theirs.info("text/plain", b"and now")
        assert await adopted.reinvite(HELD) == OFFER
        await adopted.bye()
        assert theirs.gone_reason == "bye"
        await standby.stop()


async def test_an_offerless_call_gets_our_offer_and_answers_with_its_ack() -> None:
    async with line() as both:
        answers: list[bytes] = []

        async def answered(sdp: bytes) -> None:
            answers.append(sdp)

        call = await both.phone.invite(SOS, b"")
        await both.timers.until(lambda: bool(both.calls))
        both.ether.drops = lambda message: isinstance(message, Request) and message.method == "ACK"
        ours = await both.calls[0].answer(OFFER)
        ours.on_answer = answered
        await call.answered()
        await settle()
        ack = both.ether.last(PHONE, "ACK")
        ack.carry(ANSWER, "application/sdp")
        both.ether.drops = lambda message: False
        both.ether.carry(bytes(ack), both.ether.sockets[PHONE, 5060], MessageSource("udp", CENTRE, 5060))
        await settle()
        assert (answers, ours.remote_sdp) == ([ANSWER], ANSWER)


@pytest.mark.parametrize(
    ("route", "uri", "routes"),
    [
        ("<sip:10.0.0.9:5060;lr>", "sip:phone@10.0.0.1:5060", ["<sip:10.0.0.9:5060;lr>"]),
        ("<sip:10.0.0.9:5060>", "sip:10.0.0.9:5060", ["<sip:phone@10.0.0.1:5060>"]),
    ],
    ids=["loose", "strict"],
)
async def test_requests_go_the_way_the_call_came(route: str, uri: str, routes: list[str]) -> None:
    async with line() as both:
        call = await both.phone.invite(SOS, OFFER, headers=(("Record-Route", route),))
        await both.timers.until(lambda: bool(both.calls))
        ours = await both.calls[0].answer(ANSWER)
        await settle()
        await call.cancel()
        asyncio.ensure_future(ours.info("text/plain", b"x"))  # noqa: RUF006 - nobody is at 10.0.0.9
        await settle()
        sent = both.ether.last(CENTRE, "INFO")
        assert isinstance(sent, Request)
        assert sent.uri.replace("auxilio@", "phone@") == uri
        assert [one.replace("auxilio@", "phone@") for one in sent.all("route")] == routes


async def test_another_answer_of_a_fork_is_acknowledged_and_hung_up() -> None:
    async with line() as both:
        call = await both.phone.invite(SOS, OFFER)
        await both.timers.until(lambda: bool(both.calls))
        await both.calls[0].answer(ANSWER)
        leg = await call.answered()
        invite: Any = both.ether.last(PHONE, "INVITE")
        other = respond(invite, 200, tag="other", headers=[("Contact", f"<sip:x@{CENTRE}:5060>")])
        both.ether.carry(bytes(other), both.ether.sockets[CENTRE, 5060], MessageSource("udp", PHONE, 5060))
        await settle()
        bye = both.ether.last(PHONE, "BYE")
        assert bye.to.tag == "other"
        assert not leg.gone.is_set()


async def test_a_hook_that_fails_ends_no_call_and_is_reported() -> None:
    async with line() as both:
        ours, theirs = await established(both)

        async def broken(name: str, duration_ms: int) -> None:
            raise ValueError(name)

        ours.on_dtmf = broken
        with reported() as faults:
            await theirs.info("application/dtmf", b"5")
            await settle()
        assert not ours.gone.is_set()
        assert faults == [("sip_task", "ValueError")]


async def test_a_keeper_of_states_that_fails_leaves_no_request_unanswered() -> None:
    async with line() as both:
        ours, theirs = await established(both)

        def broken(leg: CallLeg) -> None:
            raise ValueError

        ours.on_state = broken
        await theirs.bye()
        assert both.ether.said(CENTRE)[-1] == "200 BYE"
        assert ours.gone_reason == "bye"


def test_a_service_is_read_wherever_a_proxy_kept_it() -> None:
    numbers = frozenset({"112"})
    for uri, to, urn, emergency in [
        ("urn:service:sos.fire", "<sip:x@y>", "urn:service:sos.fire", True),
        ("URN:SERVICE:SOS", "<sip:x@y>", "urn:service:sos", True),
        (
            "sip:esrp@example.org",
            "<urn:service:sos.ecall.automatic>",
            "urn:service:sos.ecall.automatic",
            True,
        ),
        ("urn:service:test.sos.police", "<sip:x@y>", "urn:service:test.sos.police", False),
        ("sip:112@example.org", "<sip:112@y>", "", True),
        ("tel:112;phone-context=+34", "<tel:112>", "", True),
        ("sip:1120@example.org", "<sip:x@y>", "", False),
        ("urn:service:sosial", "<sip:x@y>", "", False),
        ("urn:emergency:service:sos.fire", "<sip:x@y>", "urn:emergency:service:sos.fire", True),
        ("urn:service:counseling", "<sip:x@y>", "", False),
        ("urn:service:sos", "<urn:service:test.sos>", "urn:service:sos", True),
    ]:
        request = new_request("INVITE", uri, [("To", to)])
        assert (service_urn_of(request), is_emergency(request, numbers)) == (urn, emergency)


@pytest.mark.parametrize(
    "uri",
    [
        "urn:service:test.sos",
        "urn:service:test.sos.ecall",
        "URN:Service:TEST.SOS",
        "urn:service:sos.test",
        "urn:service:sos.ecall.test",
        "urn:service:test-sos",
        "urn:service:testsos",
        "urn:service:test%2Esos",
        "urn:service:test",
        "urn:service:test.counseling",
        "urn:emergency:service:test.sos",
        "urn:nena:service:test.sos",
        "sip:urn:service:test.sos@psap.example",
        "sip:urn%3Aservice%3Atest.sos@psap.example",
    ],
)
def test_a_test_service_is_known_however_it_is_written(uri: str) -> None:
    for place in ({"uri": uri, "to": "<sip:112@y>"}, {"uri": "sip:112@psap.example", "to": f"<{uri}>"}):
        request = new_request("INVITE", place["uri"], [("To", place["to"])])
        urn = service_urn_of(request)
        assert is_test_service(urn)
        assert not is_emergency(request, frozenset({"112"}))


@pytest.mark.parametrize(
    "uri", ["urn:service:sos", "urn:service:sos.police", "urn:service:sos.contest", "sip:112@y"]
)
def test_no_call_for_help_is_taken_for_a_test(uri: str) -> None:
    request = new_request("INVITE", uri, [("To", "<sip:112@y>")])
    assert is_emergency(request, frozenset({"112"}))
    assert not is_test_service(service_urn_of(request))


async def test_an_info_that_is_too_large_or_is_not_kept_is_not_said_to_be() -> None:
    async with line() as both:
        ours, theirs = await established(both)
        heard: list[bytes] = []

        async def hears(parts: tuple[Part, ...], headers: object) -> None:
            heard.extend(part.content for part in parts)

        ours.on_info = hears
        await theirs.info("application/x-data", b"kept")
        with pytest.raises(CallFailed) as refused:
            await theirs.info("application/x-data", b"x" * (INFO_BYTES_MAX + 1))
        assert refused.value.code == 413
        ours.takes_info = lambda parts: False
        with pytest.raises(CallFailed) as refused:
            await theirs.info("application/x-data", b"one too many")
        assert refused.value.code == 413
        await settle()
        assert heard == [b"kept"]
        assert not ours.gone.is_set()


async def test_an_info_before_the_answer_is_kept_for_whoever_answers() -> None:
    async with line() as both:
        call = await both.phone.invite(SOS, OFFER)
        await both.timers.until(lambda: bool(both.calls))
        await both.calls[0].ring()
        await settle()
        ringing: Any = both.ether.last(CENTRE, "180 INVITE")
        for nth, body in enumerate((b"first", b"x" * (INFO_BYTES_MAX + 1))):
            info = new_request(
                "INFO",
                f"sip:auxilio@{CENTRE}:5060",
                [
                    ("Via", f"SIP/2.0/UDP {PHONE}:5060;branch=z9hG4bKinfo{nth};rport"),
                    ("From", ringing.get("from")),
                    ("To", ringing.get("to")),
                    ("Call-ID", ringing.call_id),
                    ("CSeq", f"{9 + nth} INFO"),
                ],
            )
            info.carry(body, "application/x-data")
            both.ether.carry(bytes(info), both.ether.sockets[PHONE, 5060], MessageSource("udp", CENTRE, 5060))
            await settle()
        assert [part.content for part in both.calls[0].early] == [b"first"]
        assert both.ether.said(CENTRE)[-2:] == ["200 INFO", "413 INFO"]
        await call.cancel()
