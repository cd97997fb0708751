"""Who hears whom when there are more than two: consulted, joined, handed on, listened to, rung outside."""

from uuid import UUID

from auxilio.calls.core import messages as m
from auxilio.calls.core.model import CallState, MonitoringMode, PartyEndReason, PartyId
from auxilio.kernel.ids import CallId, DeskId
from auxilio.voice.control.absent_desks import DESK_BACK_S
from auxilio.voice.control.outbound_dialling import RING_TIMEOUT_S
from tests.actors import person
from tests.voice.factories import DESK, PAU, Telephone, VoiceSetup, settle

SEAT, ROOM = DeskId("san-desk-1"), DeskId("room")
MARTA = person("dispatcher", SEAT, name="Marta Soler")
CLARA = person("supervisor", ROOM, name="Clara Riba")
PARTY, SECOND = PartyId(UUID(int=7)), PartyId(UUID(int=8))
NUMBER = "+34600700800"


class Story:
    """A call that desk-07 has answered, and a centre's desk with a line."""

    def __init__(
        self, voice: VoiceSetup, call: CallId, caller: Telephone, desk: Telephone, seat: Telephone
    ) -> None:
        self.voice, self.call, self.caller, self.desk, self.seat = voice, call, caller, desk, seat

    async def asks(self) -> None:
        await self.voice.does(m.Consult(call=self.call, whom="Sanidad 1", party=PARTY, desk=SEAT), PAU)

    async def consults(self) -> None:
        await self.asks()
        await self.voice.does(m.AnswerParty(call=self.call, party=PARTY), MARTA)

    async def rings(self, number: str = NUMBER) -> None:
        await self.voice.does(m.Consult(call=self.call, whom="Intérprete", party=SECOND, number=number), PAU)

    def ears(self, *more: Telephone) -> tuple[str, ...]:
        """What caller, operator and centre hear, in this order, and whoever else is asked about."""
        return tuple(self.voice.hears(leg) for leg in (self.caller, self.desk, self.seat, *more))


async def story() -> Story:
    voice = VoiceSetup()
    desk, seat = await voice.sits_down(DESK), await voice.sits_down(SEAT)
    call, caller = await voice.calls()
    await voice.does(m.AnswerCall(call=call), PAU)
    return Story(voice, call, caller, desk, seat)


async def test_who_is_asked_rings_and_hears_nothing_and_the_caller_is_told_to_wait() -> None:
    one = await story()
    await one.asks()
    assert one.ears() == ("held", "ringing", "nothing")


async def test_in_a_consultation_desk_and_centre_hear_each_other_and_the_caller_neither() -> None:
    one = await story()
    await one.consults()
    assert one.ears() == ("held", SEAT, DESK)


async def test_brought_together_all_three_hear_one_another() -> None:
    one = await story()
    await one.consults()
    await one.voice.does(m.Resume(call=one.call), PAU)
    assert one.ears() == ("desk-07+san-desk-1", "caller+san-desk-1", "caller+desk-07")
    await one.voice.does(m.RemoveParty(call=one.call, party=PARTY), MARTA)
    assert one.ears() == (DESK, "caller", "nothing")
    assert one.voice.media.rooms == {}, "two need no mixer"


async def test_handed_on_the_caller_is_with_the_centre_and_the_desk_is_free() -> None:
    one = await story()
    await one.consults()
    await one.voice.does(m.TransferCall(call=one.call, party=PARTY), PAU)
    assert one.ears() == (SEAT, "nothing", "caller")
    assert one.voice.tapes.of[one.call].parties == ["caller", DESK, SEAT], "each on a channel of its own"
    await one.voice.does(m.HangUp(call=one.call), MARTA)
    assert one.caller.said == ["bye"]
    assert one.seat.said == [], "a centre's line stays"


async def test_handed_on_blind_and_not_taken_the_caller_is_back_at_the_head_of_the_queue() -> None:
    one = await story()
    await one.asks()
    await one.voice.does(m.TransferCall(call=one.call, party=PARTY), PAU)
    assert one.ears() == ("held", "nothing", "nothing")
    await one.voice.pass_s(RING_TIMEOUT_S)
    await one.voice.follows(one.call)
    assert one.voice.log.told_of(m.ReportPartyGone)[-1].reason is PartyEndReason.NO_ANSWER
    assert one.voice.log.calls[one.call].state is CallState.QUEUED
    assert one.ears() == ("waiting", "nothing", "nothing")


async def test_who_answers_in_time_is_not_given_up() -> None:
    one = await story()
    await one.consults()
    await one.voice.pass_s(RING_TIMEOUT_S * 2)
    assert one.voice.log.told_of(m.ReportPartyGone) == []


async def test_a_supervisor_listens_whispers_and_joins_without_a_word_to_any_telephone() -> None:
    one = await story()
    clara = await one.voice.sits_down(ROOM)
    await one.voice.does(m.MonitorCall(call=one.call, way=MonitoringMode.LISTEN), CLARA)
    assert one.ears(clara) == (DESK, "caller", "nothing", "caller+desk-07")
    await one.voice.does(m.MonitorCall(call=one.call, way=MonitoringMode.WHISPER), CLARA)
    assert one.ears(clara) == (DESK, "caller+room", "nothing", "caller+desk-07")
    await one.voice.does(m.MonitorCall(call=one.call, way=MonitoringMode.JOIN), CLARA)
    assert one.ears(clara) == ("desk-07+room", "caller+room", "nothing", "caller+desk-07")
    await one.voice.does(m.StopMonitoring(call=one.call), CLARA)
    assert one.ears(clara) == (DESK, "caller", "nothing", "nothing")
    assert one.caller.said == one.desk.said == clara.said == []


async def test_who_only_listens_is_not_taken_down_and_who_speaks_is() -> None:
    one = await story()
    await one.voice.sits_down(ROOM)
    await one.voice.does(m.MonitorCall(call=one.call, way=MonitoringMode.LISTEN), CLARA)
    assert one.voice.tapes.of[one.call].parties == ["caller", DESK]
    await one.voice.does(m.MonitorCall(call=one.call, way=MonitoringMode.WHISPER), CLARA)
    assert one.voice.tapes.of[one.call].parties == ["caller", DESK, ROOM]


async def test_a_number_outside_is_rung_answers_and_is_heard_by_the_desk_alone() -> None:
    one = await story()
    await one.rings()
    assert one.ears()[:2] == ("held", "ringing")
    outside = await one.voice.trunk.rung[NUMBER].answers()
    await one.voice.follows(one.call)
    assert one.ears(outside) == ("held", "outside", "nothing", DESK)
    await one.voice.does(m.Resume(call=one.call), PAU)
    assert one.voice.hears(outside) == "caller+desk-07"
    await outside.hangs_up()
    await one.voice.follows(one.call)
    assert one.ears()[:2] == (DESK, "caller")


async def test_a_number_that_is_busy_gives_the_caller_back_to_the_desk() -> None:
    one = await story()
    await one.rings()
    await one.voice.trunk.rung[NUMBER].fails(486)
    await one.voice.follows(one.call)
    assert one.voice.log.told_of(m.ReportPartyGone)[-1].reason is PartyEndReason.BUSY
    assert one.ears()[:2] == (DESK, "caller")


async def test_without_a_way_out_it_is_said_at_once() -> None:
    one = await story()
    one.voice.trunk.none = True
    await one.rings()
    assert one.voice.log.told_of(m.ReportPartyGone)[-1].reason is PartyEndReason.UNREACHABLE
    assert len(one.voice.media.legs) == 3, "nothing of it is left"


async def test_who_is_let_go_while_it_rings_is_rung_no_more_and_who_crosses_with_it_is_hung_up_on() -> None:
    one = await story()
    await one.rings()
    going = one.voice.trunk.rung[NUMBER]
    await one.voice.does(m.RemoveParty(call=one.call, party=SECOND), PAU)
    assert going.cancelled
    await one.rings()
    outside = await one.voice.trunk.rung[NUMBER].answers()
    await one.voice.does(m.RemoveParty(call=one.call, party=SECOND), PAU)
    await settle()
    assert outside.said == ["bye"]
    assert len(one.voice.media.legs) == 3


async def test_a_caller_who_hangs_up_ends_it_for_whoever_was_asked_in() -> None:
    one = await story()
    await one.rings()
    outside = await one.voice.trunk.rung[NUMBER].answers()
    await one.voice.follows(one.call)
    await one.voice.does(m.TransferCall(call=one.call, party=SECOND), PAU)
    assert one.ears(outside) == ("outside", "nothing", "nothing", "caller")
    await one.caller.hangs_up()
    await one.voice.follows(one.call)
    assert outside.said == ["bye"]
    assert one.voice.log.calls[one.call].state is CallState.ENDED


async def test_a_centre_whose_line_dies_is_waited_for_and_then_the_caller_is_with_the_desk_again() -> None:
    one = await story()
    await one.consults()
    await one.seat.hangs_up("lost")
    assert one.voice.hears(one.desk) == "nothing"
    await one.voice.pass_s(DESK_BACK_S)
    await one.voice.follows(one.call)
    assert one.voice.log.told_of(m.ReportPartyGone)[-1].reason is PartyEndReason.LOST
    assert (one.voice.hears(one.caller), one.voice.hears(one.desk)) == (DESK, "caller")


async def test_a_caller_is_rung_back_from_the_desk_and_then_it_is_a_call_like_any_other() -> None:
    one = await story()
    call, caller = await one.voice.calls()
    await caller.hangs_up()
    await one.voice.does(m.HangUp(call=one.call), PAU)
    await one.voice.does(m.RingBack(call=call), PAU)
    assert one.voice.hears(one.desk) == "ringing"
    answered = await one.voice.trunk.rung["+34600100200"].answers()
    await one.voice.follows(call)
    assert (one.voice.hears(answered), one.voice.hears(one.desk)) == (DESK, "caller")
    assert one.voice.tapes.of[call].parties == ["caller", DESK]


async def test_a_caller_who_does_not_answer_is_rung_no_more_when_the_desk_gives_up() -> None:
    one = await story()
    call, caller = await one.voice.calls()
    await caller.hangs_up()
    await one.voice.does(m.HangUp(call=one.call), PAU)
    await one.voice.does(m.RingBack(call=call), PAU)
    await one.voice.does(m.HangUp(call=call), PAU)
    assert one.voice.trunk.rung["+34600100200"].cancelled
    assert one.voice.hears(one.desk) == "nothing"


async def test_whom_a_process_before_this_one_had_on_the_line_is_lost_and_said_so() -> None:
    one = await story()
    await one.rings()
    await one.voice.trunk.rung[NUMBER].answers()
    await one.voice.follows(one.call)
    later = VoiceSetup(one.voice)
    await later.follows(one.call)
    assert later.log.told_of(m.ReportPartyGone)[-1] == m.ReportPartyGone(
        call=one.call, party=SECOND, reason=PartyEndReason.LOST
    )


async def test_whom_a_process_before_this_one_had_on_the_line_is_still_there_where_sound_outlived_it() -> (
    None
):
    one = await story()
    await one.rings()
    outside = await one.voice.trunk.rung[NUMBER].answers()
    await one.voice.follows(one.call)
    await one.voice.does(m.TransferCall(call=one.call, party=SECOND), PAU)
    assert one.voice.hears(outside) == "caller"
    later = VoiceSetup(one.voice)
    later.media.relay = set(one.voice.media.legs)
    names = {leg.seat or leg.desk or "caller" for leg in one.voice.shelf.legs.values()}
    assert names == {"caller", DESK, SEAT, str(SECOND)}
    await later.exchange.recover_legs(lambda _: Telephone())  # type: ignore[arg-type,return-value]
    await later.follows(one.call)
    assert later.media.legs == one.voice.media.legs
    assert later.log.told_of(m.ReportPartyGone) == []
