"""Callers by sipp: one of its calls is one person, who waits, gives up, rings again, talks, and hangs up or is hung up on.

sipp has no ears, so what a person hears is told to it by whoever answers (`Callers.hears`): a request within their call
says that a human is there, and from then on they do not give up. Everything else it does by itself.
"""

import asyncio
import contextlib
import csv
import shutil
import socket
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from tests.voice.curve.plan import Person

SIPP = shutil.which("sipp")
EACH_MAX = 2_500
"""Persons of one sipp: every one of them is a call of it from the beginning, waiting for its moment."""
FORGOTTEN_MS = 120_000
"""Whom the desk should hang up on hangs up this much later, so that a play ends also when a call was forgotten."""
NO_ANSWER_MS = 60_000
EARS = ("INFO", "MESSAGE", "NOTIFY", "UPDATE")
"""What says to each try that it is answered: a method of its own, so that what comes late is not taken for the next."""
_BUFFER_BYTES = 4_194_304


class Outcome(StrEnum):
    """How one try ended, as its caller knows it."""

    GAVE_UP = "gave_up"
    CALLER = "caller"
    """They had been answered, and hung up."""
    DESK = "desk"
    REFUSED = "refused"
    NOTHING = "nothing"
    """No final answer came."""


@dataclass(frozen=True)
class Try:
    """One INVITE, from its caller's side."""

    person: int
    nth: int
    """From 1."""
    outcome: Outcome

    @property
    def name(self) -> str:
        """What its telephone calls itself: the only mark of a try that every log keeps."""
        return name_of(self.person, self.nth)


def name_of(person: int, nth: int) -> str:
    """`p00042.2`: the second try of a person."""
    return f"p{person:05}.{nth}"


def person_of(name: str) -> tuple[int, int]:
    """Who it was, and which try."""
    person, _, nth = name.removeprefix("p").partition(".")
    return int(person), int(nth)


# --- the scenario ----------------------------------------------------------------------------------

REFUSALS = (302, 480, 482, 486, 488, 500, 503)
_CALLED = "<sip:112@[remote_ip]:[remote_port]>"
_EMPTY = "Content-Length: 0\n\n"
_SDP = """Content-Type: application/sdp
Content-Length: [len]

v=0
o=caller 1 1 IN IP4 127.0.0.1
s=-
c=IN IP4 127.0.0.1
t=0 0
m=audio [sink] RTP/AVP 8
a=rtpmap:8 PCMA/8000

"""
_OK = """SIP/2.0 200 OK
[last_Via:]
[last_From:]
[last_To:]
[last_Call-ID:]
[last_CSeq:]
Content-Length: 0

"""


def script(tries: int) -> str:
    """What every person does, in sipp's XML. Fields: name, user, for each try its wait and patience, the talk.

    All in milliseconds; who would not try again has `no` for a wait.
    """
    assert tries <= len(EARS), "each try hears by a method of its own"
    made = _Script()
    for nth in range(1, tries + 1):
        _one_try(made, nth, after=f"try{nth + 1}" if nth < tries else "end", talk_field=2 * tries + 2)
    made.label("end")
    made.add("<nop/>")
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8" ?>\n<scenario name="callers">',
            *made.lines,
            '<Reference variables="whole"/>\n</scenario>\n',
        ]
    )


class _Script:
    """sipp's XML, message by message: the branch of an ACK is counted back to its INVITE."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.messages = 0

    def add(self, xml: str) -> int:
        """The number of this message."""
        self.lines.append(xml)
        self.messages += 1
        return self.messages - 1

    def label(self, name: str) -> None:
        """Where one can go on."""
        self.lines.append(f'<label id="{name}"/>')

    def wait(self, field: int) -> None:
        """As long as the person's own field says."""
        self.add(
            f'<nop><action><assignstr assign_to="text" value="[field{field}]"/>'
            '<todouble assign_to="wait" variable="text"/></action></nop>'
        )
        self.add('<pause variable="wait"/>')

    def now(self, **true: bool) -> None:
        """What is so from here on; asked by `test`."""
        self.add(f"<nop><action>{_so(true)}</action></nop>")

    def where(self, name: str, label: str) -> None:
        """Go there where it is so."""
        self.add(f'<nop next="{label}" test="{name}"/>')

    def log(self, nth: int, what: str, after: str = "", **true: bool) -> None:
        """A line for this try, what is so from then on, and where to go: in one message, between which nothing comes."""
        jump = f' next="{after}"' if after else ""
        so = _so({f"{name}{nth}": yes for name, yes in true.items()})
        self.add(f'<nop{jump}><action><log message="[field0].{nth} {what}"/>{so}</action></nop>')


def _so(true: Mapping[str, bool]) -> str:
    tests = (
        f'<test assign_to="{name}" variable="one" compare="equal" value="{int(yes)}"/>'
        for name, yes in true.items()
    )
    return '<assign assign_to="one" value="1"/>' + "".join(tests)


def _one_try(made: _Script, nth: int, *, after: str, talk_field: int) -> None:
    wait_field = 2 * nth
    made.label(f"try{nth}")
    if nth > 1:  # whether this person tries again at all
        made.add(
            f'<nop><action><assignstr assign_to="text" value="[field{wait_field}]"/>'
            '<strcmp assign_to="differs" variable="text" value="no"/>'
            '<test assign_to="none" variable="differs" compare="equal" value="0"/></action></nop>'
        )
        made.add('<nop next="end" test="none"/>')
    made.wait(wait_field)
    made.log(nth, "calls")
    if nth > 1:
        made.now(**{f"near{nth - 1}": False})
    asking, waits, leaves, heard = (f"{name}{nth}" for name in ("asking", "waits", "leaves", "heard"))
    made.now(**{asking: True, f"near{nth}": True})
    invite = made.add(_send(_request("INVITE", nth, 1), _SDP))
    made.label(f"answer{nth}")
    made.add('<recv response="100" optional="true"/>')
    for code in REFUSALS:
        made.add(f'<recv response="{code}" optional="true" next="refused{nth}"/>')
    # Wherever they are from now on: hung up on, or answered by a human.
    made.add(f'<recv request="BYE" optional="global" next="hung_up{nth}"/>')
    made.add(f'<recv request="{EARS[nth - 1]}" optional="global" next="ear{nth}" test="near{nth}"/>')
    made.add(
        f'<recv response="200" rrs="true" timeout="{NO_ANSWER_MS}" ontimeout="nothing{nth}"><action>'
        '<ereg regexp="tag=([^;]*)" search_in="hdr" header="To:" assign_to="whole,'
        f'tag{nth}"/></action></recv>'
    )
    made.add(_send(_request("ACK", nth, 1), _EMPTY, again=False))
    made.now(**{asking: False, waits: True})
    made.where(heard, f"talks{nth}")
    made.wait(wait_field + 1)
    made.now(**{waits: False, leaves: True})
    _hang_up(made, nth, Outcome.GAVE_UP)
    made.log(nth, Outcome.GAVE_UP, after, leaves=False)
    # A human answered. Before the machine did, or too late, it changes nothing: sipp goes back to where it was.
    made.label(f"ear{nth}")
    made.now(**{heard: True})
    for so, there in ((asking, "answer"), (waits, "talks"), (leaves, Outcome.GAVE_UP)):
        made.where(so, f"{there}{nth}")
    made.add(f'<nop next="{after}"/>')
    made.label(f"talks{nth}")
    made.now(**{waits: False})
    made.wait(talk_field)
    _hang_up(made, nth, Outcome.CALLER)
    made.log(nth, Outcome.CALLER, "end")
    made.label(f"hung_up{nth}")
    made.add(f"<send><![CDATA[\n{_OK}]]></send>")
    made.log(nth, Outcome.DESK, "end")
    made.label(f"refused{nth}")
    back = made.messages - invite
    made.add(_send(_request("ACK", nth, 1, branch=f"[branch-{back}]"), _EMPTY, again=False))
    made.log(nth, Outcome.REFUSED, after)
    made.label(f"nothing{nth}")
    made.log(nth, Outcome.NOTHING, after)


def _hang_up(made: _Script, nth: int, outcome: Outcome) -> None:
    """Whatever is said to it: who hangs up is gone."""
    gone = f"gone_{outcome}{nth}"
    made.add(_send(_request("BYE", nth, 2), _EMPTY))
    made.label(f"{outcome}{nth}")
    made.add(f'<recv response="481" optional="true" next="{gone}"/>')  # theirs and ours have crossed
    made.add(f'<recv response="200" timeout="{NO_ANSWER_MS}" ontimeout="{gone}"/>')
    made.label(gone)


def _request(method: str, nth: int, cseq: int, *, branch: str = "[branch]") -> str:
    inside = method != "INVITE" and branch == "[branch]"
    place = "[next_url]" if inside else _CALLED.strip("<>")
    to = f"{_CALLED};tag=[$tag{nth}]" if inside else "[last_To:]" if method == "ACK" else _CALLED
    return f"""{method} {place} SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch={branch}
From: "[field0].{nth}" <sip:[field1]>;tag=[call_number]t{nth}
{to if to.startswith("[last") else f"To: {to}"}
Call-ID: {nth}///[call_id]
CSeq: {cseq} {method}
Contact: <sip:caller@[local_ip]:[local_port]>
Max-Forwards: 70
User-Agent: sipp, played
"""


def _send(request: str, body: str, *, again: bool = True) -> str:
    retrans = ' retrans="500"' if again else ""
    return f"<send{retrans}><![CDATA[\n{request}{body}]]></send>"


# --- the callers -----------------------------------------------------------------------------------


def fields(person: Person, tries: int, speed: float, begin_s: float) -> list[str]:
    """One line of the injection file. `begin_s`: when the sipp of this person begins, in seconds of the day."""
    waits = [person.at_s - begin_s, *person.again_after_s]
    told: list[str] = []
    for nth in range(tries):
        there = nth < person.tries
        told += [_ms(waits[nth], speed), _ms(person.patience_s[nth], speed)] if there else ["no", "0"]
    talk_ms = _ms(person.talk_s, speed)
    if not person.caller_ends:
        talk_ms = str(int(talk_ms) + FORGOTTEN_MS)
    user = f"{person.number}@127.0.0.1" if person.number else "anonymous@anonymous.invalid"
    return [f"p{person.id:05}", user, *told, talk_ms]


def _ms(span_s: float, speed: float) -> str:
    return str(round(span_s / speed * 1000))


def slices(everybody: Sequence[Person]) -> list[list[Person]]:
    """Who is played by which sipp, in order of time."""
    return [list(everybody[at : at + EACH_MAX]) for at in range(0, len(everybody), EACH_MAX)]


class Callers:
    """Everybody who calls, until the last has hung up for the last time."""

    def __init__(
        self, everybody: Sequence[Person], *, speed: float, tries: int, port: int, folder: Path
    ) -> None:
        self._parts, self._speed, self._tries = slices(everybody), speed, tries
        self._port, self._folder = port, folder
        self._ports = free_udp_ports(len(self._parts))
        self._at = {
            person.id: (self._ports[part], call_id(part, nth))
            for part, persons in enumerate(self._parts)
            for nth, person in enumerate(persons, 1)
        }
        self._ear = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._told = 0

    def hears(self, name: str) -> None:
        """A human has answered this try: its caller gives up no more."""
        person, nth = person_of(name)
        port, call = self._at[person]
        self._told += 1
        method = EARS[nth - 1]
        lines = (
            f"{method} sip:caller@127.0.0.1:{port} SIP/2.0",
            f"Via: SIP/2.0/UDP 127.0.0.1:9;branch=z9hG4bK-ear-{self._told}",
            "From: <sip:ear@127.0.0.1>;tag=ear",
            "To: <sip:caller@127.0.0.1>;tag=caller",
            f"Call-ID: {nth}///{call}",
            f"CSeq: {self._told} {method}",
            "Content-Length: 0",
        )
        self._ear.sendto("\r\n".join([*lines, "", ""]).encode(), ("127.0.0.1", port))

    async def play(self) -> None:
        """Call, all of them, each at their moment. Raises `AssertionError` where sipp itself fails."""
        with a_sink() as sink:
            running = [asyncio.create_task(self._sipp(nth, sink)) for nth in range(len(self._parts))]
            try:
                await asyncio.gather(*running)
            finally:
                for one in running:
                    one.cancel()
                await asyncio.gather(*running, return_exceptions=True)
                self._ear.close()

    async def _sipp(self, nth: int, sink: int) -> None:
        persons = self._parts[nth]
        begin_s = persons[0].at_s if nth else 0.0
        await asyncio.sleep(begin_s / self._speed)
        (self._folder / "callers.xml").write_text(script(self._tries))
        with (self._folder / f"callers{nth}.csv").open("w") as file:
            file.write("SEQUENTIAL\n")
            rows = (fields(one, self._tries, self._speed, begin_s) for one in persons)
            csv.writer(file, delimiter=";", lineterminator="\n").writerows(rows)
        assert SIPP is not None, "asked for before an installation is opened"
        command = [
            SIPP, f"127.0.0.1:{self._port}", "-sf", "callers.xml", "-inf", f"callers{nth}.csv",
            "-i", "127.0.0.1", "-p", self._ports[nth], "-t", "u1", "-cid_str", call_id(nth, "%u"),
            "-m", len(persons), "-l", len(persons) + 1, "-r", 100_000, "-nostdin", "-key", "sink", sink,
            "-default_behaviors", "none", "-trace_logs", "-log_file", f"callers{nth}.log",
            "-trace_err", "-error_file", f"callers{nth}.err", "-buff_size", _BUFFER_BYTES,
        ]  # fmt: skip
        with (self._folder / f"callers{nth}.out").open("wb") as out:
            process = await asyncio.create_subprocess_exec(
                *map(str, command), cwd=self._folder, stdin=asyncio.subprocess.DEVNULL, stdout=out, stderr=out
            )
            try:
                code = await process.wait()
            finally:
                if process.returncode is None:
                    process.terminate()
                    await process.wait()
        # 1: a call of it failed, which its own line says better.
        assert code in {0, 1}, f"sipp ended with {code}, see {self._folder}"

    def tries(self) -> list[Try]:
        """Every INVITE that was sent, and how it ended for who sent it."""
        ended: dict[tuple[int, int], Outcome] = {}
        for part in range(len(self._parts)):
            for line in (self._folder / f"callers{part}.log").read_text().splitlines():
                name, _, what = line.strip().partition(" ")
                key = person_of(name)
                if what == "calls":
                    ended.setdefault(key, Outcome.NOTHING)
                else:
                    ended[key] = Outcome(what)
        return [Try(person, nth, outcome) for (person, nth), outcome in sorted(ended.items())]


def call_id(part: int, number: int | str) -> str:
    """What a sipp calls the call of its so-manieth person, whatever the try. Two that count alike would send one call by
    two ways, of which Auxilio takes the first (RFC 3261, 8.2.2.2)."""
    return f"c{number}.{part}@callers"


def free_udp_ports(count: int) -> list[int]:
    """Ports that nobody has at this moment."""
    with contextlib.ExitStack() as held:
        probes = [held.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) for _ in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [int(probe.getsockname()[1]) for probe in probes]


@contextlib.contextmanager
def a_sink() -> Iterator[int]:
    """Where the sound goes that nobody hears: the kernel drops it, and no error comes back."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as hole:
        hole.bind(("127.0.0.1", 0))
        yield int(hole.getsockname()[1])
