"""The listener's checks: the guard against floods, digest, registrations."""

import logging
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auxilio.voice.sip.agent import CallFailed, ServingState
from auxilio.voice.sip.digest import (
    NONCE_S,
    Challenger,
    Credentials,
    answer_challenges,
    answer_of,
    read_credentials,
)
from auxilio.voice.sip.flood_guard import EMERGENCY_AGAIN_S, FloodGuard, TokenBucketRate
from auxilio.voice.sip.message import Request, new_request, parse
from auxilio.voice.sip.registrar import CONTACTS_MAX, Registrar, RegistrationRefused
from auxilio.voice.sip.transport.base import MessageSource
from tests.voice.sip.simulated_network import ANSWER, CENTRE, OFFER, PHONE, HandTimers, Line, line, settle

# --- the guard ------------------------------------------------------------------------------------


def test_a_source_has_so_many_at_once_and_so_many_each_second() -> None:
    guard = FloodGuard(requests=TokenBucketRate(burst=3, per_s=1))
    assert [guard.admits("1.1.1.1", emergency=False, now_s=0) for _ in range(4)] == [True, True, True, False]
    assert guard.admits("2.2.2.2", emergency=False, now_s=0), "another is not made to pay"
    assert guard.admits("1.1.1.1", emergency=False, now_s=1)
    assert not guard.admits("1.1.1.1", emergency=False, now_s=1)
    assert guard.dropped == 2


def test_a_source_that_floods_still_has_its_first_emergency_call() -> None:
    guard = FloodGuard(messages=TokenBucketRate(2, 0), requests=TokenBucketRate(2, 0))
    while guard.admits("1.1.1.1", emergency=False, now_s=0):
        pass
    while guard.reads("1.1.1.1", b"OPTIONS sip:x", 0):
        pass
    assert guard.reads("1.1.1.1", b"INVITE urn:service:sos", 0)
    assert guard.admits("1.1.1.1", emergency=True, now_s=0)
    assert not guard.reads("1.1.1.1", b"INVITE urn:service:sos", 1)
    assert not guard.admits("1.1.1.1", emergency=True, now_s=1)
    assert guard.admits("1.1.1.1", emergency=True, now_s=EMERGENCY_AGAIN_S)


def test_the_edge_and_the_trunks_are_never_slowed() -> None:
    guard = FloodGuard(
        ("10.0.0.0/8", "2001:db8::/32"), requests=TokenBucketRate(0, 0), messages=TokenBucketRate(0, 0)
    )
    for host in ("10.1.2.3", "2001:db8::7"):
        assert guard.admits(host, emergency=False, now_s=0)
        assert guard.reads(host, b"", 0)
    assert not guard.admits("11.1.2.3", emergency=False, now_s=0)


@given(st.lists(st.tuples(st.integers(0, 500), st.booleans(), st.floats(0, 1e6)), max_size=200))
def test_what_is_remembered_of_sources_is_bounded_and_a_first_call_always_comes_through(
    asked: list[tuple[int, bool, float]],
) -> None:
    guard = FloodGuard(sources_max=10, requests=TokenBucketRate(1, 0.1))
    called: set[str] = set()
    for number, emergency, now_s in asked:
        host = f"10.0.{number // 250}.{number % 250}"
        admitted = guard.admits(host, emergency=emergency, now_s=now_s)
        if emergency and host not in called:
            assert admitted
            called.add(host)
        assert len(guard) <= 10


def options(number: int, method: str = "OPTIONS", uri: str = "sip:x@10.0.0.2") -> bytes:
    headers = [
        ("Via", f"SIP/2.0/UDP {PHONE}:5060;branch=z9hG4bKflood{number}"),
        ("From", "<sip:+34600000000@example.org>;tag=1"),
        ("To", "<sip:x@example.org>"),
        ("Call-ID", f"flood{number}"),
        ("CSeq", f"1 {method}"),
    ]
    return bytes(new_request(method, uri, headers))


def throw(both: Line, data: bytes) -> None:
    both.ether.carry(data, both.ether.sockets[PHONE, 5060], MessageSource("udp", CENTRE, 5060))


async def test_a_flood_is_answered_no_more_and_the_call_for_help_within_it_is() -> None:
    async with line() as both:
        for number in range(200):
            throw(both, options(number))
        await settle()
        answered = both.ether.said(CENTRE).count("200 OPTIONS")
        assert answered < 60
        throw(both, options(999, "INVITE", "urn:service:sos"))
        await settle()
        assert len(both.calls) == 1
        await both.calls[0].answer(b"v=0\r\n")
        throw(both, options(999, "INVITE", "urn:service:sos"))  # its repetition belongs to it
        await settle()
        assert len(both.calls) == 1


async def test_the_log_has_no_numbers_and_no_bodies(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with line() as both:
        throw(both, options(1, "INVITE", "urn:service:sos"))
        await settle()
        receiver = both.ether.sockets[CENTRE, 5060].receiver
        with pytest.raises(Exception, match="version") as told:
            parse(options(2).replace(b"SIP/2.0\r", b"SIP/9.0\r"))
        receiver.malformed(told.value, MessageSource("udp", PHONE, 5060))
        await both.calls[0].reject(486)
    said = " ".join(
        str(vars(record)) for record in caplog.records if record.name.startswith(("auxilio", "aiosipua"))
    )
    assert "sip_malformed" in said
    assert "+34600000000" not in said
    assert "SIP/9.0" not in said


# --- digest ---------------------------------------------------------------------------------------

KEY = b"0123456789abcdef"


@pytest.mark.parametrize(
    ("algorithm", "response"),
    [
        ("MD5", "8ca523f5e9506fed4657c9700eebdbec"),
        ("SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"),
    ],
)
def test_the_examples_of_the_standard_come_out(algorithm: str, response: str) -> None:
    """RFC 7616, 3.9.1."""
    said = Credentials(
        username="Mufasa",
        realm="http-auth@example.org",
        nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",
        uri="/dir/index.html",
        response="",
        algorithm=algorithm,
        cnonce="f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
        nc="00000001",
        qop="auth",
    )
    assert answer_of(said, "Circle of Life", "GET") == response


NAMES = st.text(min_size=1, max_size=20).filter(str.isprintable)


@given(NAMES, st.text(max_size=20), st.sampled_from(["auth", ""]))
def test_what_we_answer_is_what_we_check(username: str, password: str, qop: str) -> None:
    challenger = Challenger("centre", KEY)
    challenges = tuple(
        value.replace('qop="auth"', f'qop="{qop}"') for _, value in challenger.challenges(1000.0)
    )
    value = answer_challenges(
        challenges, username=username, password=password, method="REGISTER", uri="sip:centre", cnonce="c"
    )
    assert value is not None
    said = read_credentials(value)
    assert said is not None
    assert said.algorithm == "SHA-256"
    assert challenger.fits(said, password, "REGISTER", "sip:centre")
    assert not challenger.fits(said, password + "x", "REGISTER", "sip:centre")
    assert not challenger.fits(said, password, "INVITE", "sip:centre")
    assert not challenger.fits(said, password, "REGISTER", "sip:other")


def test_a_nonce_is_ours_and_not_old() -> None:
    challenger = Challenger("centre", KEY)
    (_, value), _ = challenger.challenges(1000.0)
    nonce = value.partition('nonce="')[2].partition('"')[0]
    assert challenger.fresh(nonce, 1000.0 + NONCE_S)
    assert not challenger.fresh(nonce, 1001.0 + NONCE_S)
    assert not challenger.fresh(nonce, 900.0), "from the future"
    assert not challenger.fresh("3e8." + "0" * 32, 1000.0)
    assert not Challenger("centre", KEY[::-1]).fresh(nonce, 1000.0)


@given(st.text(max_size=100))
def test_no_header_of_theirs_breaks_the_check(value: str) -> None:
    read_credentials("Digest " + value)
    read_credentials(value)


# --- registrations --------------------------------------------------------------------------------

AOR = "sip:desk-7@auxilio"


def register(number: int, *contacts: str, expires: str = "", call_id: str = "r", more: str = "") -> Request:
    headers = [
        ("Via", f"SIP/2.0/UDP {PHONE}:5060;branch=z9hG4bKreg{number}"),
        ("From", f"<{AOR}>;tag=1"),
        ("To", f"<{AOR}>"),
        ("Call-ID", call_id),
        ("CSeq", f"{number} REGISTER"),
        *(("Contact", contact) for contact in contacts),
    ]
    headers += [("Expires", expires)] if expires else []
    headers += [("Authorization", more)] if more else []
    return new_request("REGISTER", "sip:auxilio", headers)


class Book:
    def __init__(self) -> None:
        self.timers = HandTimers()
        self.registrar = Registrar(self.timers, lambda: self.timers.now_s)
        self.changes: list[str] = []
        self.registrar.on_change = self.changes.append

    def add(self, request: Request, flow: int = 1) -> tuple[tuple[str, str], ...]:
        return self.registrar.register(request, AOR, MessageSource("ws", PHONE, 4000, flow))

    @property
    def uris(self) -> list[str]:
        return [contact.uri for contact in self.registrar.contacts_of(AOR)]


async def test_contacts_come_newest_first_and_end_with_their_time() -> None:
    book = Book()
    book.add(register(1, "<sip:a@x>;expires=60"))
    assert book.add(register(2, "<sip:b@x>", expires="120")) == (
        ("Contact", "<sip:b@x>;expires=120"),
        ("Contact", "<sip:a@x>;expires=60"),
    )
    assert book.uris == ["sip:b@x", "sip:a@x"]
    await book.timers.advance(61)
    assert book.uris == ["sip:b@x"]
    await book.timers.advance(60)
    assert book.uris == []
    assert book.changes == [AOR] * 4


async def test_a_contact_renewed_lives_on_and_nobody_is_bothered() -> None:
    book = Book()
    book.add(register(1, "<sip:a@x>;expires=60"))
    await book.timers.advance(50)
    book.add(register(2, "<sip:a@x>;expires=60"))
    await book.timers.advance(50)
    assert (book.uris, book.changes) == (["sip:a@x"], [AOR])


async def test_a_page_that_comes_back_is_reached_on_its_new_connection() -> None:
    book = Book()
    book.add(register(1, "<sip:a@x>"), flow=1)
    book.add(register(2, "<sip:a@x>"), flow=2)
    book.registrar.drop_flow(MessageSource("ws", PHONE, 4000, 1))
    flow = book.registrar.flow_of("sip:a@x")
    assert flow is not None
    assert flow.flow == 2
    book.registrar.drop_flow(MessageSource("ws", PHONE, 4000, 2))
    assert (book.uris, book.registrar.flow_of("sip:a@x")) == ([], None)


async def test_contacts_are_removed_one_by_one_or_all() -> None:
    book = Book()
    book.add(register(1, "<sip:a@x>", "<sip:b@x>", "<sip:c@x>"))
    book.add(register(2, "<sip:b@x>;expires=0"))
    assert sorted(book.uris) == ["sip:a@x", "sip:c@x"]
    book.add(register(3, "*", expires="0"))
    assert book.uris == []


@pytest.mark.parametrize(
    ("request_", "code"),
    [
        (register(2, "*", expires="60"), 400),
        (register(2, "<tel:112>"), 400),
        (register(2, "<nonsense"), 400),
        (register(2, "<sip:b@x>;expires=1"), 423),
        (register(1, "<sip:a@x>"), 500),
        (register(2, *(f"<sip:{number}@x>" for number in range(CONTACTS_MAX + 1))), 503),
    ],
)
async def test_a_registration_that_is_not_taken_changes_nothing(request_: Request, code: int) -> None:
    book = Book()
    book.add(register(1, "<sip:a@x>"))
    with pytest.raises(RegistrationRefused) as refused:
        book.add(request_)
    assert refused.value.code == code
    assert book.uris == ["sip:a@x"]


async def test_a_telephone_registers_with_its_password_and_only_itself() -> None:
    async with line(domains=frozenset({"auxilio"})) as both:
        both.centre._registrations._password_of = password_of
        throw(both, bytes(register(1, "<sip:a@10.0.0.1>")))
        await settle()
        challenge = both.ether.last(CENTRE, "401 REGISTER")
        for number, username, code in ((2, "desk-7", 200), (3, "desk-8", 403), (4, "nobody", 401)):
            proof = answer_challenges(
                challenge.all("www-authenticate"),
                username=username,
                password="secret",
                method="REGISTER",
                uri="sip:auxilio",
                cnonce="c",
            )
            throw(both, bytes(register(number, "<sip:a@10.0.0.1>", more=proof or "")))
            await settle()
            assert both.ether.said(CENTRE)[-1] == f"{code} REGISTER"
        assert len(both.centre.registrar.contacts_of(AOR)) == 1


async def password_of(username: str, realm: str) -> str | None:
    return None if username == "nobody" else "secret"


# --- behind an edge, beside another process -------------------------------------------------------


async def test_who_stands_by_says_so_and_who_takes_up_says_nothing_yet() -> None:
    async with line(trusted=(PHONE,)) as there:
        there.centre.serving = ServingState.STANDING_BY
        call = await there.phone.invite(f"sip:112@{CENTRE}", OFFER)
        with pytest.raises(CallFailed) as refused:
            await call.answered()
        assert refused.value.code == 503
        there.centre.serving = ServingState.TAKING_UP
        call = await there.phone.invite(f"sip:112@{CENTRE}", OFFER)
        await settle()
        assert there.calls == []
        there.centre.serving = ServingState.OPEN
        await there.timers.until(lambda: bool(there.calls))
        await there.calls[0].answer(ANSWER)
        await there.timers.until(lambda: call.leg is not None)


@pytest.mark.parametrize("serving", list(ServingState))
async def test_whoever_keeps_us_in_sight_is_answered(serving: ServingState) -> None:
    async with line(trusted=(PHONE,)) as there:
        there.centre.serving = serving
        there.phone.transports["udp"].send(options(1), MessageSource("udp", CENTRE, 5060))
        await settle()
        assert there.ether.said(CENTRE) == ["200 OPTIONS"]


@pytest.mark.parametrize(
    ("settings", "headers", "asserted", "caller"),
    [
        ({}, [], False, "sip:auxilio@"),
        (
            {},
            [("P-Asserted-Identity", "<sip:+34600100200@x>"), ("X-Auxilio-Trunk", "1")],
            False,
            "sip:auxilio@",
        ),
        ({"trusted": (PHONE,)}, [], True, "sip:auxilio@"),
        ({"trusted": (PHONE,)}, [("P-Asserted-Identity", "<tel:+34600100200>")], True, "tel:+34600100200"),
        ({"trusted": (PHONE,), "edge": True}, [], False, "sip:auxilio@"),
        ({"trusted": (PHONE,), "edge": True}, [("X-Auxilio-Trunk", "1")], True, "sip:auxilio@"),
        (
            {"trusted": (PHONE,), "edge": True},
            [("P-Asserted-Identity", "<tel:+34600100200>")],
            True,
            "tel:+34600",
        ),
    ],
)
async def test_who_calls_is_asserted_by_a_trusted_network_and_behind_an_edge_by_a_trunk_of_it(
    settings: dict[str, Any], headers: list[tuple[str, str]], asserted: bool, caller: str
) -> None:
    async with line(**settings) as there:
        await there.phone.invite(f"sip:112@{CENTRE}", OFFER, headers=headers)
        await there.timers.until(lambda: bool(there.calls))
        (call,) = there.calls
        assert (call.asserted, call.caller.startswith(caller)) == (asserted, True), call.caller


@pytest.mark.parametrize(("trusted", "told"), [((PHONE,), ["192.0.2.7~4711"]), ((), [])])
async def test_that_a_connection_is_gone_is_believed_from_the_edge_alone(
    trusted: tuple[str, ...], told: list[str]
) -> None:
    heard = list[str]()
    async with line(trusted=trusted) as there:
        there.centre.set_handlers(on_closed=heard.append)
        said = parse(options(1))
        said.add([("X-Auxilio-Closed", "192.0.2.7~4711")])
        there.phone.transports["udp"].send(bytes(said), MessageSource("udp", CENTRE, 5060))
        await settle()
        assert heard == told
