"""Identities: they sort by birth, and what follows from an event always gets the same one."""

from concurrent.futures import ThreadPoolExecutor
from uuid import RFC_4122, UUID

from auxilio.platform import ids
from auxilio.platform.ids import derived_id, new_id


def test_an_id_is_a_uuid_of_version_7() -> None:
    one = new_id()
    assert one.version == 7
    assert one.variant == RFC_4122


def test_ids_sort_in_the_order_of_their_birth() -> None:
    born = [new_id() for _ in range(20_000)]
    assert born == sorted(born)
    assert len(set(born)) == len(born)


def test_ids_born_in_several_threads_are_all_different() -> None:
    with ThreadPoolExecutor(4) as pool:
        batches = list(pool.map(lambda _: [new_id() for _ in range(2_000)], range(4)))
    assert len({one for batch in batches for one in batch}) == 8_000
    assert all(batch == sorted(batch) for batch in batches)


def test_ids_go_on_upwards_when_the_machine_is_set_back(monkeypatch) -> None:
    before = new_id()
    monkeypatch.setattr(ids.time, "time_ns", lambda: 0)
    after = new_id()
    assert after > before
    assert after.version == 7


def test_the_time_of_birth_can_be_read_from_the_first_48_bits(monkeypatch) -> None:
    later_ms = 4_000_000_000_000
    monkeypatch.setattr(ids, "_last", 0)
    monkeypatch.setattr(ids.time, "time_ns", lambda: later_ms * 1_000_000 + 999_999)
    assert new_id().int >> 80 == later_ms
    monkeypatch.setattr(ids, "_last", 0)


def test_a_reaction_repeated_gets_the_same_id_and_another_reaction_another() -> None:
    event = UUID("01930d8c-1111-7000-8000-000000000001")
    assert derived_id(event, "answered.open_case") == derived_id(event, "answered.open_case")
    assert derived_id(event, "answered.open_case") != derived_id(event, "answered.start_run")
    # Golden: ids of commands already handled must stay what they were, or a replay would act twice.
    assert str(derived_id(event, "answered.open_case")) == "bad57520-c5c1-5a85-9e95-d62b9f29305d"
