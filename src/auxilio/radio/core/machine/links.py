"""Gateways and terminals: there, or lost. What is said twice is no news."""

from datetime import datetime
from typing import assert_never

from msgspec.structs import replace

from auxilio.kernel.event import Event
from auxilio.kernel.ids import UnitId
from auxilio.kernel.shared_types import Mode
from auxilio.radio.core import bridge_protocol
from auxilio.radio.core.messages import links as m
from auxilio.radio.core.model import GatewayLink, RadioTerminal


def decide(link: GatewayLink | None, command: m.LinkCommand, mode: Mode) -> tuple[Event, ...]:
    """A line stands, or is lost; also one that has never stood can be lost, and must be seen to be."""
    match command:
        case m.ReportLinkUp(gateway=gateway):
            if link is not None and link.up:
                return ()
            return (m.LinkCameUp(gateway=gateway, mode=mode),)
        case m.ReportLinkLost(gateway=gateway, why=why):
            if link is not None and not link.up:
                return ()
            return (m.LinkLost(gateway=gateway, mode=mode, why=why),)
        case _ as never:
            assert_never(never)


def record_registration(
    terminal: RadioTerminal | None,
    said: bridge_protocol.AirRegistered | bridge_protocol.AirLost,
    gateway: str,
    unit: UnitId | None,
    mode: Mode,
) -> tuple[Event, ...]:
    """A radio of a unit of ours came or went. Strangers on the network are no news."""
    there = isinstance(said, bridge_protocol.AirRegistered)
    if terminal is not None and terminal.reachable == there and terminal.unit == unit:
        return ()
    if terminal is None and unit is None:
        return ()
    fact = m.TerminalRegistered if there else m.TerminalLost
    return (fact(radio=said.radio, mode=mode, gateway=gateway, unit=unit),)


def evolve(link: GatewayLink | None, event: m.LinkEvent, at: datetime) -> GatewayLink:
    """The link after this fact."""
    match event:
        case m.LinkCameUp():
            known = link or GatewayLink(id=event.gateway, mode=event.mode, up=True, since=at)
            return replace(known, up=True, since=at, why=None)
        case m.LinkLost():
            known = link or GatewayLink(id=event.gateway, mode=event.mode, up=False, since=at)
            return replace(known, up=False, since=at, why=event.why)
        case m.LinkMessagesMissed():
            known = link or GatewayLink(id=event.gateway, mode=event.mode, up=True, since=at)
            return replace(known, missed=known.missed + event.count)
        case _ as never:
            assert_never(never)


def evolve_terminal(terminal: RadioTerminal | None, event: m.TerminalEvent, at: datetime) -> RadioTerminal:
    """The terminal after this fact."""
    del terminal
    there = isinstance(event, m.TerminalRegistered)
    return RadioTerminal(
        id=event.radio, mode=event.mode, unit=event.unit, reachable=there, since=at, gateway=event.gateway
    )
