"""A telephone with text, by an exchange whose legs the test holds: its letters are lines, and the desk's letters are read."""

from dataclasses import dataclass, field

import msgspec

from auxilio.calls.core import messages as m
from auxilio.calls.core.live_text import LETTERS_MAX, TYPING_IDLE_S, UnfinishedLine
from auxilio.calls.core.model import CallChannel, CallState, LineSide
from auxilio.kernel.ids import CallId, CommandId
from auxilio.kernel.refusal import Refused
from auxilio.platform.ids import new_id
from auxilio.voice.control.live_text import POLL_S
from auxilio.voice.core.rtt_edits import DELETE, NEW_LINE
from auxilio.voice.media.ports import LegEvent, LegEventKind, LegId
from auxilio.voice.sip.agent import Part
from tests.voice.factories import AT, PAU, SDP, Ears, Invite, Telephone, VoiceSetup, settle

SOUND = SDP.decode()
TEXT = "m=text 5000 RTP/AVP 99 98\r\na=rtpmap:98 t140/1000\r\na=rtpmap:99 red/1000\r\na=fmtp:99 98/98/98\r\n"
BESIDE, INSTEAD = (SOUND + TEXT).encode(), ("v=0\r\nc=IN IP4 192.0.2.7\r\n" + TEXT).encode()


@dataclass
class Screen(Ears):
    """Media that write, too: what stands on the telephone's screen."""

    written: list[str] = field(default_factory=list)
    gone: bool = False

    def __post_init__(self) -> None:
        super().__init__()

    async def write(self, leg: LegId, text: str) -> None:
        self._leg(leg)
        if self.gone:
            raise Refused("no_text_on_leg", leg=leg)
        self.written.append(text)


class Writing:
    """An installation, a telephone with text, and what other processes are told and tell."""

    def __init__(self) -> None:
        self.screen = Screen()
        self.voice = VoiceSetup(media=self.screen)
        self.passed: list[UnfinishedLine] = []
        self.voice.exchange.text.pass_typing_to(
            lambda _, word: self.passed.append(msgspec.json.decode(word, type=UnfinishedLine))
        )
        self.phone = Telephone()
        self.call: CallId

    async def calls(self, sdp: bytes = BESIDE) -> "Writing":
        self.phone.remote_sdp = sdp
        self.call, _ = await self.voice.calls(
            Invite(sdp=sdp, parts=(Part(content_type="application/sdp", content=sdp),), leg=self.phone)
        )
        await settle()
        return self

    async def types(self, *packets: str) -> None:
        leg = next(id for _, id, sip in self.voice._legs() if sip is self.phone)

        async def facts():  # type: ignore[no-untyped-def]  # what media notice
            for said in packets:
                yield LegEvent(leg=leg, kind=LegEventKind.TEXT, at=AT, said=said)

        await self.voice.exchange.handle_media_events(facts())
        await settle()

    async def desk_types(self, text: str, line: CommandId) -> None:
        typed = UnfinishedLine(call=self.call, side=LineSide.DESK, line=line, text=text)
        self.voice.exchange.text.receive_typing(msgspec.json.encode(typed).decode())
        await settle()

    async def desk_writes(self, words: str, line: CommandId) -> None:
        self.voice.exchange.text.send_desk_line(self.call, line, words)
        await settle()

    @property
    def said(self) -> list[str]:
        return [line.words for line in self.voice.log.told_of(m.SendCallerText)]

    async def rests(self, span_s: float) -> None:
        minding = self.voice.exchange.spawn(self.voice.exchange.text.run())
        await settle()
        await self.voice.pass_s(span_s + POLL_S)
        minding.cancel()


async def test_a_telephone_with_text_is_known_as_one_and_one_without_is_not() -> None:
    writing = await Writing().calls()
    assert writing.voice.log.calls[writing.call].text
    assert writing.voice.log.calls[writing.call].channel is CallChannel.VOICE
    silent = await Writing().calls(SDP)
    assert not silent.voice.log.calls[silent.call].text


async def test_text_that_is_added_in_the_middle_of_a_call_is_known_from_then_on() -> None:
    writing = await Writing().calls(SDP)
    await writing.phone.on_reinvite(BESIDE)
    writing.phone.remote_sdp = BESIDE  # as SIP keeps it
    await writing.rests(0)
    assert writing.voice.log.calls[writing.call].text
    await writing.types("hola")
    assert writing.passed[-1].text == "hola"


async def test_letters_are_passed_on_as_they_come_and_a_line_keeps_the_name_it_grew_under() -> None:
    writing = await Writing().calls()
    await writing.types("Mi padre ", "no resu", DELETE + "pira" + NEW_LINE, "ven")
    assert [typed.text for typed in writing.passed] == ["Mi padre ", "Mi padre no resu", "", "ven"]
    assert writing.said == ["Mi padre no respira"]
    grown, last = writing.passed[1].line, writing.passed[3].line
    assert grown != last
    assert writing.passed[0].side is LineSide.CALLER


async def test_a_line_that_nobody_ends_is_one_when_it_has_rested() -> None:
    writing = await Writing().calls()
    await writing.types("hay humo")
    await writing.rests(TYPING_IDLE_S - 2)
    assert writing.said == []
    await writing.types(" en la escalera")
    await writing.rests(TYPING_IDLE_S)
    assert writing.said == ["hay humo en la escalera"]


async def test_half_a_sentence_of_who_leaves_the_line_is_a_line() -> None:
    writing = await Writing().calls()
    await writing.types("hay un hombre con una pis")
    await writing.phone.hangs_up()
    await settle()
    assert writing.said == ["hay un hombre con una pis"]
    assert writing.voice.log.calls[writing.call].state is CallState.ABANDONED


async def test_half_a_sentence_is_a_line_also_when_the_desk_hangs_up() -> None:
    writing = await Writing().calls()
    await writing.voice.does(m.AnswerCall(call=writing.call), PAU)
    await writing.types("esper")
    await writing.voice.does(m.HangUp(call=writing.call), PAU)
    assert writing.said == ["esper"]


async def test_a_line_longer_than_any_screen_is_cut_and_nothing_of_it_lost() -> None:
    writing = await Writing().calls()
    await writing.types("x" * (LETTERS_MAX - 1), "yz", "w")
    assert writing.said == ["x" * (LETTERS_MAX - 1) + "yz"]
    assert writing.passed[-1].text == "w"


async def test_the_caller_reads_the_desks_letters_as_they_are_typed_and_taken_back() -> None:
    writing, line = await Writing().calls(), CommandId(new_id())
    for text in ("¿Dó", "¿Dónde estu", "¿Dónde est"):
        await writing.desk_types(text, line)
    assert writing.screen.written == ["¿Dó", "nde estu", DELETE]
    await writing.desk_writes("¿Dónde está?", line)
    assert writing.screen.written[3:] == ["á?" + NEW_LINE]
    await writing.desk_types("¿Dónde está?", line)
    assert len(writing.screen.written) == 4, "its last letters came too late"


async def test_what_the_log_has_is_read_whatever_was_lost_on_the_way() -> None:
    writing = await Writing().calls()
    await writing.desk_writes("Salga de la casa", CommandId(new_id()))
    await writing.desk_types("¿Hay", CommandId(new_id()))
    await writing.desk_writes("No vuelva a entrar", CommandId(new_id()))
    assert writing.screen.written == [
        "Salga de la casa" + NEW_LINE,
        "¿Hay",
        DELETE * 4 + "No vuelva a entrar" + NEW_LINE,
    ]


async def test_letters_for_a_telephone_without_text_or_one_that_goes_cost_nothing() -> None:
    silent = await Writing().calls(SDP)
    await silent.desk_types("hola", CommandId(new_id()))
    await silent.desk_writes("hola", CommandId(new_id()))
    assert silent.screen.written == []
    writing = await Writing().calls()
    writing.screen.gone = True
    await writing.desk_writes("hola", CommandId(new_id()))
    assert writing.screen.written == []


async def test_who_has_only_text_is_answered_by_a_desk_that_has_no_line_and_not_taken_from_it() -> None:
    writing = await Writing().calls(INSTEAD)
    assert writing.voice.log.calls[writing.call].channel is CallChannel.RTT
    await writing.voice.does(m.AnswerCall(call=writing.call), PAU)
    await writing.voice.pass_s(60)
    assert writing.voice.log.calls[writing.call].state is CallState.ANSWERED
    await writing.types("no oigo ni hablo" + NEW_LINE)
    assert writing.said == ["no oigo ni hablo"]


async def test_lines_wait_for_the_database_in_the_order_in_which_they_were_typed() -> None:
    writing = await Writing().calls()
    writing.voice.log.loses = 3
    await writing.types("uno" + NEW_LINE + "dos" + NEW_LINE, "tres" + NEW_LINE)
    await writing.voice.pass_s(5)
    assert writing.said == ["uno", "dos", "tres"]
