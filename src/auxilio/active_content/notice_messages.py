"""L82: each notice that a protocol can prove has words for who receives it, in every language (decision 0417)."""

from collections.abc import Iterator

from auxilio.platform.documents import DocumentFault
from auxilio.platform.i18n import LANGUAGES, Catalogues
from auxilio.triage.content import TriageLoadResult
from auxilio.triage.core.model import Effects, transfer_notice

NOTICE_MESSAGE = "triage.notice_message"
"""Beside `triage.notify`, which tells an operator what to do: what the party of the notice is told."""


def notice_message_faults(triage: TriageLoadResult, catalogues: Catalogues) -> Iterator[DocumentFault]:
    """Each code of each protocol that lacks its words in a language, at the rule that proves it."""
    for id, protocol in triage.content.protocols.items():
        document = triage.documents[id]
        told = set[str]()
        for part, effects in (("rules", protocol.rules), ("additions", protocol.additions)):
            for nth, effect in enumerate(effects):
                for code in (code for code in _notices(effect) if code not in told):
                    told.add(code)
                    for language in LANGUAGES:
                        if not catalogues.has(f"{NOTICE_MESSAGE}.{code}", language):
                            yield DocumentFault(
                                rule="L82",
                                code="notice_without_message",
                                file=document.file,
                                line=document.line(part, nth),
                                document=id,
                                facts={"name": code, "language": language},
                            )


def _notices(effect: Effects) -> tuple[str, ...]:
    return (*effect.notify, *((transfer_notice(effect.transfer.to),) if effect.transfer else ()))
