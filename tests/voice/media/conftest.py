"""Both engines, for one and the same suite."""

from collections.abc import AsyncIterator
from pathlib import Path

import aioice.ice
import pytest

from auxilio.platform.clock import SystemClock
from auxilio.voice.media.embedded.engine import EmbeddedEngine
from auxilio.voice.media.ports import MediaEngine
from auxilio.voice.media.rtpengine.engine import RtpengineEngine
from tests.voice.media.engine_lines import Lines
from tests.voice.media.rtpengine_node import Node


@pytest.fixture
async def embedded() -> AsyncIterator[EmbeddedEngine]:
    engine = EmbeddedEngine(SystemClock(), ports=(21_000, 21_999))
    await engine.start()
    yield engine
    await engine.close()


@pytest.fixture(scope="session")
async def node(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Node]:
    """One for all tests that leave it alone."""
    there = Node(tmp_path_factory.mktemp("rtpengine"))
    await there.start()
    yield there
    await there.kill()


def over(node: Node, folder: Path) -> RtpengineEngine:
    mixer = EmbeddedEngine(SystemClock(), ports=(22_000, 22_999))
    return RtpengineEngine(
        SystemClock(), node.control, mixer, folder, ports=(23_000, 23_999), reports_at=node.reports_at
    )


@pytest.fixture
async def rtpengine(node: Node, tmp_path: Path) -> AsyncIterator[RtpengineEngine]:
    engine = over(node, tmp_path)
    await engine.start()
    yield engine
    for leg in list(engine._legs):
        await engine.detach(leg)
    await engine.close()


@pytest.fixture(params=["embedded", "rtpengine"])
def engine(request: pytest.FixtureRequest) -> MediaEngine:
    return request.getfixturevalue(request.param)


@pytest.fixture
async def lines(engine: MediaEngine, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Lines]:
    # The pages of the tests are at loopback too, which aioice leaves out by itself.
    monkeypatch.setattr(aioice.ice, "get_host_addresses", lambda use_ipv4, use_ipv6: ["127.0.0.1"])
    there = Lines(engine)
    yield there
    await there.close()
