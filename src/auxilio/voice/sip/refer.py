"""Transfers: REFER and the NOTIFYs that tell how it goes (RFC 3515, RFC 3891, RFC 4488)."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, unquote

from auxilio.voice.sip.dialog import Dialog
from auxilio.voice.sip.dialog_client import DialogClient
from auxilio.voice.sip.failure import CallFailed
from auxilio.voice.sip.grammar import Malformed, Uri
from auxilio.voice.sip.message import REASONS, Request, respond
from auxilio.voice.sip.session import Replaces, parse_replaces
from auxilio.voice.sip.transaction_layer import ServerTransaction

SIPFRAG = "message/sipfrag"
_STATUS = re.compile(rb"SIP/2\.0 ([1-6][0-9][0-9])", re.IGNORECASE)


def refer_to_text(uri: str, replaced: Dialog | None) -> str:
    """The value of Refer-To. The dialog to be replaced is named as its far side, who will be called, sees it."""
    if replaced is None:
        return f"<{uri}>"
    names = f"{replaced.call_id};to-tag={replaced.remote_tag};from-tag={replaced.local_tag}"
    return f"<{uri}?Replaces={quote(names, safe='')}>"


def replaces_in(uri: Uri) -> str:
    """The Replaces header that is embedded in a Refer-To URI, decoded; empty when none."""
    for one in uri.headers.split("&"):
        name, _, value = one.partition("=")
        if name.lower() == "replaces":
            return unquote(value)
    return ""


def transfer_progress(notify: Request) -> tuple[int, bool]:
    """Code and whether it is the last, of a NOTIFY about a transfer; code 0 when it says none."""
    match = _STATUS.match(notify.body.lstrip())
    code = int(match[1]) if match else 0
    return code, code >= 200 or notify.get("subscription-state").lower().startswith("terminated")


@dataclass(slots=True)
class TransferRequest[Leg]:
    """Somebody asks us to transfer a leg. Answer with `accept` or `reject`; then tell how it goes by `progress`."""

    refer_to: str
    """The URI to call, without the headers embedded in it."""
    replaces: Leg | None
    """The leg of ours that the new call shall take the place of (attended transfer)."""
    replaces_header: str
    """The Replaces value as it was embedded, also when we have no such leg."""
    referred_by: str
    _conversation: DialogClient
    _transaction: ServerTransaction
    _over: bool = False

    @property
    def _silent(self) -> bool:
        return self._transaction.request.get("refer-sub").strip().lower() == "false"

    @property
    def answered(self) -> bool:
        """`accept` or `reject` has been called."""
        return self._transaction.answered

    async def accept(self) -> None:
        """202, and a first NOTIFY `100 Trying`."""
        if self.answered:
            return
        headers = [("Refer-Sub", "false")] if self._silent else []
        contact = self._conversation.endpoint.contact(self._transaction.source)
        headers.append(("Contact", f"<{contact}>"))
        self._transaction.answer(respond(self._transaction.request, 202, headers=headers))
        await self.progress(100)

    async def reject(self, code: int = 603, reason: str = "") -> None:
        """The transfer is refused; nothing changes for anybody."""
        if not self.answered:
            self._over = True
            self._transaction.reply(code, reason)

    async def progress(self, code: int, reason: str = "") -> None:
        """A NOTIFY with `SIP/2.0 code reason`; one of 200 and above is the last. Never raises."""
        if self._over or self._silent:
            return
        self._over = code >= 200
        state = "terminated;reason=noresource" if self._over else "active;expires=60"
        event = f"refer;id={self._transaction.request.cseq[0]}"
        line = f"SIP/2.0 {code} {reason or REASONS.get(code, '')}\r\n".encode()
        try:
            await self._conversation.ask(
                "NOTIFY", (("Event", event), ("Subscription-State", state)), line, f"{SIPFRAG};version=2.0"
            )
        except CallFailed:
            return  # they do not listen; the transfer itself goes on


def read_refer[Leg](
    conversation: DialogClient,
    transaction: ServerTransaction,
    find: Callable[[Replaces], Leg | None],
) -> TransferRequest[Leg]:
    """Read a REFER. Raises `Malformed(400)` when it does not say to whom."""
    request = transaction.request
    address = request.address("refer-to") or request.address("r")
    if address is None:
        raise Malformed(400, "refer_to")
    uri = address.uri
    header = replaces_in(uri)
    named = parse_replaces(header) if header else None
    return TransferRequest(
        refer_to=uri.bare,
        replaces=find(named) if named else None,
        replaces_header=header,
        referred_by=request.get("referred-by") or request.get("b"),
        _conversation=conversation,
        _transaction=transaction,
    )
