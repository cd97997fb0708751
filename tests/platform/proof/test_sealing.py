"""Aim: the sealed log gives a proof for each fact, and an audit names what was done to it."""

from collections.abc import AsyncIterator, Sequence

import pytest

from auxilio.kernel.event import Cursor, Envelope
from auxilio.platform.proof.audit import HeadFault, HeadFaultKind, LogReport, audit_log
from auxilio.platform.proof.chain import GENESIS, ChainFault, ChainFaultKind, digest_of
from auxilio.platform.proof.fakes import MemorySealStore
from auxilio.platform.proof.head import SignedHead
from auxilio.platform.proof.merkle import inclusion_places, inclusion_proof, leaf_hash, verify_inclusion
from auxilio.platform.proof.sealer import Leaf, UnsealedEvent, append_batch, publish, seal_log
from tests.platform.proof.factories import START, change, stream
from tests.platform.proof.test_head import KEY, KEY_ID, check


def log(*names: str, length: int = 4) -> list[list[Envelope]]:
    """Streams whose events are in the log by turns."""
    streams = [stream(length, name=name) for name in names]
    return [
        [change(e, position=Cursor(1, 10 * e.version + place, 0)) for e in events]
        for place, events in enumerate(streams)
    ]


def waiting(streams: list[list[Envelope]]) -> list[UnsealedEvent]:
    events = sorted((e for events in streams for e in events), key=lambda e: e.position)
    return [
        UnsealedEvent(event=e.id, stream=e.stream, version=e.version, position=e.position, digest=e.digest)
        for e in events
    ]


async def sealed(streams: list[list[Envelope]], batch: int = 3) -> MemorySealStore:
    store = MemorySealStore()
    facts = waiting(streams)

    async def batches(after: Cursor) -> AsyncIterator[Sequence[UnsealedEvent]]:
        rest = [f for f in facts if f.position > after]
        for start in range(0, len(rest), batch):
            yield rest[start : start + batch]

    for upto in (len(facts) // 2, len(facts)):
        whole, facts = facts, facts[:upto]
        await seal_log(batches, store)
        await publish(store, START, KEY_ID, KEY.sign)
        facts = whole
    return store


async def audit(
    streams: list[list[Envelope]], store: MemorySealStore, leaves: list[Leaf] | None = None
) -> LogReport:
    async def each() -> AsyncIterator[Sequence[Envelope]]:
        for events in streams:
            yield events

    async def rows() -> AsyncIterator[Leaf]:
        for leaf in store.leaves if leaves is None else leaves:
            yield leaf

    return await audit_log(each(), rows(), store.heads, check)


async def test_sealing_goes_on_where_it_stopped_and_every_fact_has_its_proof() -> None:
    store = await sealed(log("case:a", "call:b"))
    assert [leaf.index for leaf in store.leaves] == list(range(8))
    head = await store.latest()
    assert head is not None
    assert head.head.size == 8
    for leaf in store.leaves:
        rows = await store.nodes(inclusion_places(leaf.index, 8))
        path = inclusion_proof(rows, leaf.index, 8)
        assert verify_inclusion(leaf_hash(leaf.digest), leaf.index, 8, path, head.head.root)


async def test_a_fact_read_out_of_order_stops_the_sealer() -> None:
    facts = waiting(log("case:a"))
    with pytest.raises(AssertionError, match="was read after"):
        append_batch(MemorySealStore().state, [facts[1], facts[0]])


async def test_two_sealers_at_once_do_not_both_keep_their_batch() -> None:
    store, facts = MemorySealStore(), waiting(log("case:a"))
    now, leaves, nodes = append_batch(store.state, facts)
    await store.keep(after=0, now=now, leaves=leaves, nodes=nodes)
    with pytest.raises(RuntimeError, match="another"):
        await store.keep(after=0, now=now, leaves=leaves, nodes=nodes)


async def test_an_untouched_log_is_intact() -> None:
    streams = log("case:a", "call:b", "unit:c")
    report = await audit(streams, await sealed(streams))
    assert report == LogReport(streams=3, events=12, sealed=12, heads=2, faults=())
    assert report.intact


async def test_a_tail_cut_off_is_missed_although_the_chain_holds() -> None:
    streams = log("case:a", "call:b")
    store, gone = await sealed(streams), streams[0][3]
    report = await audit([streams[0][:3], streams[1]], store)
    assert report.faults == (
        ChainFault(kind=ChainFaultKind.REMOVED, stream=gone.stream, version=4, event=gone.id),
    )


async def test_a_whole_stream_removed_is_missed() -> None:
    streams = log("case:a", "call:b")
    report = await audit(streams[1:], await sealed(streams))
    assert report.faults == (
        ChainFault(
            kind=ChainFaultKind.REMOVED, stream=streams[0][0].stream, version=1, event=streams[0][0].id
        ),
    )


async def test_a_stream_rewritten_from_end_to_end_is_found_by_what_was_sealed() -> None:
    streams = log("case:a", "call:b")
    store, previous, forged = await sealed(streams), GENESIS, list[Envelope]()
    for event in streams[0]:
        new = change(event, body='{"words":"otra"}')
        forged.append(change(new, digest=digest_of(previous, new)))
        previous = forged[-1].digest
    report = await audit([forged, streams[1]], store)
    assert report.faults == (
        ChainFault(kind=ChainFaultKind.CHANGED, stream=forged[0].stream, version=1, event=forged[0].id),
    )


async def test_a_hand_that_also_rewrote_the_leaves_is_found_by_the_signed_head() -> None:
    streams = log("case:a", "call:b")
    store = await sealed(streams)
    last = change(streams[0][3], body="{}")
    last = change(last, digest=digest_of(streams[0][2].digest, last))
    leaves = [change_leaf(leaf, last.digest) if leaf.event == last.id else leaf for leaf in store.leaves]
    report = await audit([[*streams[0][:3], last], streams[1]], store, leaves)
    assert report.faults == (HeadFault(kind=HeadFaultKind.REWRITTEN, size=8, intact_to=4),)


def change_leaf(leaf: Leaf, digest: bytes) -> Leaf:
    fields = {name: getattr(leaf, name) for name in leaf.__struct_fields__}
    return Leaf(**fields | {"digest": digest})


async def test_a_removed_leaf_is_found_by_the_signed_head() -> None:
    streams = log("case:a", "call:b")
    store = await sealed(streams)
    report = await audit(streams, store, store.leaves[:-1])
    assert report.faults == (HeadFault(kind=HeadFaultKind.REWRITTEN, size=8, intact_to=4),)


async def test_events_moved_to_another_place_of_the_log_are_called_reordered() -> None:
    streams = log("case:a", "call:b")
    store = await sealed(streams)
    streams[0][2] = change(streams[0][2], position=Cursor(0, 1, 1))
    report = await audit(streams, store)
    assert [(f.kind, f.version) for f in report.faults if isinstance(f, ChainFault)] == [
        (ChainFaultKind.REORDERED, 3)
    ]


async def test_a_head_signed_by_a_stranger_is_named() -> None:
    streams = log("case:a")
    store = await sealed(streams)
    store.heads[0] = SignedHead(head=store.heads[0].head, key="f" * 16, signature=store.heads[0].signature)
    report = await audit(streams, store)
    assert report.faults == (HeadFault(kind=HeadFaultKind.UNSIGNED, size=2, intact_to=0),)


async def test_facts_that_are_not_sealed_yet_are_no_fault() -> None:
    streams = log("case:a", "call:b")
    streams[1] = [change(event, position=Cursor(2, event.version, 0)) for event in streams[1]]
    store = await sealed(streams[:1])
    report = await audit(streams, store)
    assert report.intact
    assert (report.events, report.sealed) == (8, 4)


async def test_a_log_without_any_head_is_not_intact() -> None:
    streams = log("case:a")
    store = await sealed(streams)
    store.heads.clear()
    report = await audit(streams, store)
    assert report.faults == (HeadFault(kind=HeadFaultKind.MISSING, size=4, intact_to=0),)
    assert not report.intact


async def test_a_stream_that_was_pushed_in_among_sealed_facts_is_named() -> None:
    streams = log("case:a", "call:b")
    store = await sealed(streams)
    forged = [change(event, position=Cursor(1, 15, event.version)) for event in log("case:forged")[0]]
    report = await audit([*streams, forged], store)
    assert report.faults == (
        ChainFault(kind=ChainFaultKind.INSERTED, stream=forged[0].stream, version=1, event=forged[0].id),
    )
