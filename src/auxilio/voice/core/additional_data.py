"""The additional data of a call (RFC 7852), out of its bodies or the answer of a server, as `calls` keeps it. Pure.

Every text becomes one line of characters that are drawn: what could deceive its reader is taken out and marked.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import msgspec

from auxilio.calls.core.additional_data import (
    COMMENT_MAX,
    EACH_MAX,
    NAME_MAX,
    SUBSCRIBER_BODY,
    CallData,
    CallDataOrigin,
    CallDevice,
    DataComment,
    DataProvider,
    DeviceClass,
    LineEnvironment,
    LineKind,
    LineMobility,
    LineService,
    ProviderKind,
    Subscriber,
    TextMark,
)
from auxilio.interop.formats.additional_data import (
    KIND,
    AdditionalData,
    Comment,
    DataBlock,
    DeviceInfo,
    ProviderInfo,
    ServiceInfo,
    SubscriberInfo,
    decode_additional_data,
)
from auxilio.interop.formats.decoded import Decoded
from auxilio.interop.formats.scalars import LANGUAGE_TAG_PATTERN
from auxilio.interop.formats.vcard import Vcard, VcardAddress, decode_jcard
from auxilio.voice.sip.multipart import Part, resolve

DATA_TYPE = re.compile(r"application/emergencycalldata\.(?!control\b|ecall\.)[a-z0-9.-]{1,60}\+xml")
"""Media types of blocks, in small letters. What an eCall's vehicle and centre ask of each other is another thing."""
JCARD_TYPE = "application/vcard+json"
_ANY_BLOCK_TYPES = frozenset({"application/xml", "text/xml", JCARD_TYPE})
"""Of bodies that are such data where the call says so."""
READ_AS = "additional-data"
"""What a body is said to be understood as that says nothing of a person."""
ADDRESS_MAX = 200
PARTS_MAX = 12
"""Bodies that are read of one call: one with every block of RFC 7852 has six."""
FLAGS_MAX = 32
FLAG_MAX = 64
PART_MISSING = "part_missing"
"""The flag of a reference to a body that did not come with the call."""
_LINK = re.compile(
    r"\b(?:[a-z][a-z0-9+.-]{1,15}://|www\.|(?:mailto|tel|sips?|javascript|data):)", re.IGNORECASE
)
_NOT_IN_CODE = re.compile(r"[^a-z0-9]+")


class TextCleaner:
    """Texts of strangers, and what was done to them. One for each list of marks."""

    def __init__(self) -> None:
        self._marks = set[TextMark]()

    @property
    def marks(self) -> tuple[TextMark, ...]:
        """In the order of their table."""
        return tuple(mark for mark in TextMark if mark in self._marks)

    def line(self, text: str | None, most: int = NAME_MAX) -> str | None:
        """One line of at most so many characters that are drawn; None when nothing is left."""
        drawn = "".join(" " if each.isspace() else each for each in text or "" if _is_drawn(each))
        line = " ".join(drawn.split())
        self._mark(TextMark.HIDDEN_CHARACTERS, len(drawn) < len(text or ""))
        self._mark(TextMark.LINK, _LINK.search(line) is not None)
        self._mark(TextMark.CUT, len(line) > most)
        return line[:most].rstrip() or None

    def lines(self, texts: Iterable[str | None], most: int = NAME_MAX) -> tuple[str, ...]:
        """Each of the first ones once."""
        found = tuple(dict.fromkeys(line for text in texts if (line := self.line(text, most))))
        self._mark(TextMark.CUT, len(found) > EACH_MAX)
        return found[:EACH_MAX]

    def _mark(self, mark: TextMark, holds: bool) -> None:
        if holds:
            self._marks.add(mark)


def _is_drawn(letter: str) -> bool:
    return letter.isspace() or unicodedata.category(letter)[0] != "C"


@dataclass(frozen=True)
class PartData:
    """What the bodies of a call say, and as what each was understood, by `id` of the part."""

    data: CallData | None
    read_as: dict[int, str]


def data_of_parts(
    parts: Sequence[Part],
    references: Iterable[str],
    *,
    within: Sequence[AdditionalData] = (),
    asserted: bool,
    at: datetime,
) -> PartData:
    """What an INVITE says. `references`: its Call-Info; `within`: of its locations; `asserted`: it came from a trusted network."""
    found, missing = _data_parts(parts, references)
    if not found and not missing and not within:
        return PartData(None, {})
    decoded = [(part, _read(part.content, part.content_type)) for part in found[:PARTS_MAX]]
    data = call_data(
        [*(one for _, one in decoded), *(Decoded(kind=KIND, value=one) for one in within)],
        origin=CallDataOrigin.TRUSTED_CALL if asserted else CallDataOrigin.CALL,
        at=at,
        more_flags=(PART_MISSING,) if missing else (),
    )
    unread = data.unread + len(found[PARTS_MAX:]) + missing
    return PartData(
        msgspec.structs.replace(data, unread=unread),
        {id(part): read_as(one.value) for part, one in decoded if one.value is not None},
    )


def read_as(said: AdditionalData) -> str:
    """As what its bytes are kept: those that say whose line it is are read by a recorded look."""
    personal = any(isinstance(block, SubscriberInfo) for block in said.blocks)
    return SUBSCRIBER_BODY if personal else READ_AS


def _data_parts(parts: Sequence[Part], references: Iterable[str]) -> tuple[tuple[Part, ...], int]:
    """The bodies with such data: by their type, or because the call refers to them (`cid:`); and how many it refers to in vain."""
    cids = [one for one in dict.fromkeys(references) if one.lower().startswith("cid:")]
    named = [resolve(parts, f"cid:{one[4:]}") for one in cids]
    wanted = {id(part) for part in named if part is not None and part.content_type in _ANY_BLOCK_TYPES}
    found = tuple(part for part in parts if DATA_TYPE.fullmatch(part.content_type) or id(part) in wanted)
    return found, sum(part is None for part in named)


def read_answer(content: bytes, media_type: str) -> Decoded[AdditionalData]:
    """What a server answered."""
    return _read(content, media_type)


def _read(content: bytes, media_type: str) -> Decoded[AdditionalData]:
    if media_type != JCARD_TYPE:
        return decode_additional_data(content)
    card = decode_jcard(content)
    value = AdditionalData(blocks=(SubscriberInfo(subscribers=(card.value,)),)) if card.value else None
    return Decoded(kind=card.kind, value=value, flags=card.flags)


def call_data(
    decoded: Sequence[Decoded[AdditionalData]],
    *,
    origin: CallDataOrigin,
    at: datetime,
    server: str | None = None,
    more_flags: Sequence[str] = (),
) -> CallData:
    """What these documents say together. `at`: when they were received."""
    read = [one.value for one in decoded if one.value is not None]
    flags = dict.fromkeys(
        flag[:FLAG_MAX] for flag in (*(f for one in decoded for f in one.flags), *more_flags)
    )
    kept = _Blocks()
    for data in read:
        for block in data.blocks:
            kept.add(block)
    return CallData(
        origin=origin,
        received_at=at,
        server=server,
        unread=sum(one.value is None for one in decoded),
        unknown_blocks=kept.texts.lines(name for data in read for name in data.unknown_blocks),
        unlisted=tuple(dict.fromkeys(kept.unlisted))[:EACH_MAX],
        providers=tuple(dict.fromkeys(kept.providers))[:EACH_MAX],
        services=tuple(dict.fromkeys(kept.services))[:EACH_MAX],
        devices=tuple(dict.fromkeys(kept.devices))[:EACH_MAX],
        comments=tuple(dict.fromkeys(kept.comments))[:EACH_MAX],
        subscribers=tuple(dict.fromkeys(kept.subscribers))[:EACH_MAX],
        marks=kept.marks,
        flags=tuple(flags)[:FLAGS_MAX],
    )


class _Blocks:
    """The blocks of several documents, sorted by kind and in our words."""

    def __init__(self) -> None:
        self.texts = TextCleaner()
        self.providers = list[DataProvider]()
        self.services = list[LineService]()
        self.devices = list[CallDevice]()
        self.comments = list[DataComment]()
        self.subscribers = list[Subscriber]()
        self.unlisted = list[str]()

    @property
    def marks(self) -> tuple[TextMark, ...]:
        """Of all texts but the comments, which have their own; more of a kind than is kept is a cut too."""
        kinds = (self.providers, self.services, self.devices, self.comments, self.subscribers, self.unlisted)
        cut = any(len(set(kind)) > EACH_MAX for kind in kinds) or TextMark.CUT in self.texts.marks
        return tuple(mark for mark in TextMark if mark in self.texts.marks or (cut and mark is TextMark.CUT))

    def add(self, block: DataBlock) -> None:
        """One block, unless it says nothing that is kept."""
        match block:
            case ProviderInfo():
                _append(self.providers, self._provider(block), DataProvider())
            case ServiceInfo():
                _append(self.services, self._service(block), LineService())
            case DeviceInfo():
                _append(self.devices, self._device(block), CallDevice())
            case SubscriberInfo():
                for card in block.subscribers:
                    _append(
                        self.subscribers,
                        self._subscriber(card, private=block.privacy_requested),
                        Subscriber(),
                    )
            case Comment():
                self.comments += (
                    one for said in block.comments if (one := _comment(said.text, said.language))
                )

    def _listed[Code: StrEnum](self, codes: type[Code], said: str | None) -> Code | None:
        """The code of a registry for a word, however it is spelt; `other`, or None where there is none, for one that is not in it."""
        if said is None:
            return None
        spelt = _NOT_IN_CODE.sub("_", said.lower()).strip("_")
        known = next((code for code in codes if code == spelt), None)
        if known is None and (word := self.texts.line(said)):
            self.unlisted.append(word)
        return known or next((code for code in codes if code == "other"), None)

    def _provider(self, block: ProviderInfo) -> DataProvider:
        return DataProvider(
            name=self.texts.line(block.data_provider or block.provider_id),
            kind=self._listed(ProviderKind, block.type_of_provider),
            contact=self.texts.line(_contact(block.contact_uri)),
        )

    def _service(self, block: ServiceInfo) -> LineService:
        kinds = (self._listed(LineKind, said) for said in block.service_types)
        return LineService(
            environment=self._listed(LineEnvironment, block.service_environment),
            mobility=self._listed(LineMobility, block.service_mobility),
            kinds=tuple(dict.fromkeys(kind for kind in kinds if kind))[:EACH_MAX],
        )

    def _device(self, block: DeviceInfo) -> CallDevice:
        return CallDevice(
            classification=self._listed(DeviceClass, block.classification),
            manufacturer=self.texts.line(block.manufacturer),
            model=self.texts.line(block.model),
        )

    def _subscriber(self, card: Vcard, *, private: bool | None) -> Subscriber:
        whole = " ".join(part for part in (card.given_name, card.family_name) if part)
        return Subscriber(
            name=self.texts.line(card.name or whole),
            organisation=self.texts.line(card.organisation),
            addresses=self.texts.lines(map(_address, card.addresses), ADDRESS_MAX),
            telephones=self.texts.lines(one.number for one in card.telephones),
            emails=self.texts.lines(card.emails),
            languages=self.texts.lines(one.tag for one in card.languages),
            privacy_requested=private,
        )


def _append[Fact: msgspec.Struct](facts: list[Fact], fact: Fact, empty: Fact) -> None:
    if fact != empty:
        facts.append(fact)


def _comment(text: str, language: str | None) -> DataComment | None:
    cleaner = TextCleaner()
    line = cleaner.line(text, COMMENT_MAX)
    known = language if language and LANGUAGE_TAG_PATTERN.fullmatch(language) else None
    return DataComment(text=line, language=known, marks=cleaner.marks) if line else None


def _contact(uri: str | None) -> str | None:
    """What people dial or write to, without its scheme."""
    return uri and re.sub(r"^(?i:tel|mailto|sips?):", "", uri)


def _address(said: VcardAddress) -> str:
    """On one line, in the order of Spain; the label where there is no more."""
    place = " ".join(part for part in (said.code, said.locality) if part)
    parts = (said.street, said.extended, said.post_office_box, place, said.region, said.country)
    return ", ".join(part for part in parts if part) or said.label or ""
