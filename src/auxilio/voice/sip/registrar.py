"""Who is registered where, on which flow, until when (RFC 3261, 10). In memory: after a restart they register again."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from auxilio.voice.sip.grammar import Malformed, SipAddress, parse_uri
from auxilio.voice.sip.message import Header, Request
from auxilio.voice.sip.transaction_layer import TimerHandle, TimerScheduler
from auxilio.voice.sip.transport.base import MessageSource

EXPIRES_S = 300
EXPIRES_MIN_S, EXPIRES_MAX_S = 20, 3600
CONTACTS_MAX = 8
"""For one address: telephones and open pages of one desk."""
ADDRESSES_MAX = 20_000


def user_of_aor(aor: str) -> str:
    """The user part of an address of record: `desk-07` of `sip:desk-07@auxilio`."""
    return aor.partition(":")[2].rpartition("@")[0]


class RegistrationRefused(Exception):
    """A registration is not taken: code and headers of the answer."""

    def __init__(self, code: int, *headers: Header) -> None:
        super().__init__(code)
        self.code, self.headers = code, headers


@dataclass(frozen=True, slots=True)
class ContactBinding:
    """Where somebody registered, and on which flow a request reaches them."""

    aor: str
    uri: str
    source: MessageSource
    expires_at_s: float
    """By the clock that the registrar was given."""
    user_agent: str = ""
    call_id: str = ""
    cseq: int = 0


class Registrar:
    """Keeps contacts; who may register is decided before it is asked."""

    def __init__(self, timers: TimerScheduler, now_s: Callable[[], float]) -> None:
        self._timers, self._now_s = timers, now_s
        self._contacts: dict[str, dict[str, ContactBinding]] = {}
        """By address of record and URI, the newest last."""
        self._expiry: dict[tuple[str, str], TimerHandle] = {}
        self._by_uri: dict[str, ContactBinding] = {}
        self.on_change: Callable[[str], None] | None = None
        """An address gained or lost a contact, also because its time or its connection ended."""

    def contacts_of(self, aor: str) -> tuple[ContactBinding, ...]:
        """The living contacts of `sip:desk-12@host`, newest first; none when it is no address."""
        try:
            name = parse_uri(aor).aor
        except Malformed:
            return ()
        return tuple(reversed(self._contacts.get(name, {}).values()))

    def flow_of(self, uri: str) -> MessageSource | None:
        """Where a registered contact is reached now: it may have come back on another connection."""
        contact = self._by_uri.get(uri)
        return contact.source if contact else None

    def register(self, request: Request, aor: str, source: MessageSource) -> tuple[Header, ...]:
        """Add, renew, remove; the headers of the 200. Raises `RegistrationRefused`, and then nothing is changed."""
        wanted = request.all("contact")
        if wanted == ("*",):
            if request.get("expires").strip() != "0":
                raise RegistrationRefused(400)
            self._remove_all(request, aor)
        else:
            self._take(request, aor, source, wanted)
        now_s = self._now_s()
        return tuple(
            ("Contact", f"<{one.uri}>;expires={max(0, round(one.expires_at_s - now_s))}")
            for one in self.contacts_of(aor)
        )

    def drop_flow(self, source: MessageSource) -> None:
        """A connection has gone, and with it all that registered on it."""
        if not source.flow:
            return
        for contact in tuple(self._by_uri.values()):
            if contact.source.flow == source.flow:
                self._remove(contact)

    def stop(self) -> None:
        """Forget everything without a notice."""
        for handle in self._expiry.values():
            handle.cancel()
        self._expiry.clear()

    def _take(self, request: Request, aor: str, source: MessageSource, wanted: tuple[str, ...]) -> None:
        asked: list[tuple[str, int]] = []
        for value in wanted:
            address = Registrar._readable(value)
            asked.append((parse_uri(address.uri_text).bare, self._span_s(request, address)))
        known = self._contacts.get(aor, {})
        if any(self._older(request, known[uri]) for uri, _ in asked if uri in known):
            raise RegistrationRefused(500)
        lasting = {uri for uri, span_s in asked if span_s}
        if len(known.keys() | lasting) > CONTACTS_MAX or (not known and len(self._contacts) >= ADDRESSES_MAX):
            raise RegistrationRefused(503, ("Retry-After", "60"))
        for uri, span_s in asked:
            if span_s:
                self._keep(request, aor, uri, source, span_s)
            elif uri in known:
                self._remove(known[uri])

    @staticmethod
    def _readable(value: str) -> SipAddress:
        from_library = Request()
        from_library.add([("Contact", value)])
        address = from_library.contact
        if address is None:
            raise RegistrationRefused(400)
        try:
            scheme = address.uri.scheme
        except Malformed:
            raise RegistrationRefused(400) from None
        if scheme not in ("sip", "sips"):
            raise RegistrationRefused(400)
        return address

    @staticmethod
    def _span_s(request: Request, address: SipAddress) -> int:
        said = address.params.get("expires", "") or request.get("expires").strip()
        span_s = int(said) if said.isascii() and said.isdigit() and len(said) < 11 else EXPIRES_S
        if 0 < span_s < EXPIRES_MIN_S:
            raise RegistrationRefused(423, ("Min-Expires", str(EXPIRES_MIN_S)))
        return min(span_s, EXPIRES_MAX_S)

    @staticmethod
    def _older(request: Request, contact: ContactBinding) -> bool:
        return contact.call_id == request.call_id and request.cseq[0] <= contact.cseq

    def _remove_all(self, request: Request, aor: str) -> None:
        known = tuple(self._contacts.get(aor, {}).values())
        if any(self._older(request, contact) for contact in known):
            raise RegistrationRefused(500)
        for contact in known:
            self._remove(contact)

    def _keep(self, request: Request, aor: str, uri: str, source: MessageSource, span_s: int) -> None:
        contact = ContactBinding(
            aor, uri, source, self._now_s() + span_s, request.get("user-agent"), request.call_id, request.cseq[0]
        )  # fmt: skip
        contacts = self._contacts.setdefault(aor, {})
        before = contacts.pop(uri, None)
        contacts[uri] = self._by_uri[uri] = contact
        if (handle := self._expiry.pop((aor, uri), None)) is not None:
            handle.cancel()
        self._expiry[aor, uri] = self._timers.call_later(span_s, partial(self._remove, contact))
        if before is None or before.source != source:
            self._changed(aor)

    def _remove(self, contact: ContactBinding) -> None:
        contacts = self._contacts.get(contact.aor, {})
        if contacts.get(contact.uri) is not contact:
            return
        del contacts[contact.uri]
        if not contacts:
            del self._contacts[contact.aor]
        if self._by_uri.get(contact.uri) is contact:
            del self._by_uri[contact.uri]
        if (handle := self._expiry.pop((contact.aor, contact.uri), None)) is not None:
            handle.cancel()
        self._changed(contact.aor)

    def _changed(self, aor: str) -> None:
        if self.on_change is not None:
            self.on_change(aor)
