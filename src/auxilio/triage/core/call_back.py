"""What an interview proves about ringing its callers back (decision 0371). Pure; `machine` keeps it in what stands."""

from collections.abc import Mapping

from msgspec.structs import replace

from auxilio.kernel.condition import truth
from auxilio.kernel.shared_types import CALL_BACK_STRICTNESS, CallBackPolicy
from auxilio.triage.core.model import Protocol, ProvenResult


def call_back_of(protocol: Protocol, answers: Mapping[str, str]) -> CallBackPolicy | None:
    """What bounds ringing the caller back by what is known; None where they may be rung."""
    if protocol.no_ring_if is not None and truth(protocol.no_ring_if, answers):
        return CallBackPolicy.NEVER
    policy = protocol.callback_policy
    return policy if isinstance(policy, CallBackPolicy) and policy is not CallBackPolicy.RING else None


def with_call_back(
    standing: ProvenResult, before: ProvenResult, protocol: Protocol, answers: Mapping[str, str]
) -> ProvenResult:
    """What stands, with the stricter of what stood before and what these answers prove."""
    now = call_back_of(protocol, answers)
    if now is None or _is_as_strict(before.call_back, now):
        return replace(standing, call_back=before.call_back, call_back_by=before.call_back_by)
    return replace(standing, call_back=now, call_back_by=protocol.id)


def _is_as_strict(policy: CallBackPolicy | None, than: CallBackPolicy) -> bool:
    return policy is not None and CALL_BACK_STRICTNESS.index(policy) >= CALL_BACK_STRICTNESS.index(than)
