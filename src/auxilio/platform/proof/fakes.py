"""A tree kept in memory, for tests and for trying things."""

from collections.abc import Sequence

from auxilio.platform.proof.head import SignedHead
from auxilio.platform.proof.merkle import Place
from auxilio.platform.proof.sealer import Leaf, SealProgress


class MemorySealStore:
    """The port `SealStore` in memory."""

    def __init__(self) -> None:
        self.state = SealProgress()
        self.leaves: list[Leaf] = []
        self.heads: list[SignedHead] = []
        self._nodes: dict[Place, bytes] = {}

    async def sealed(self) -> SealProgress:
        """How far it is."""
        return self.state

    async def keep(
        self, *, after: int, now: SealProgress, leaves: Sequence[Leaf], nodes: dict[Place, bytes]
    ) -> None:
        """Take a batch, unless another has been faster."""
        if self.state.tree.size != after:
            raise RuntimeError("another sealer was here")
        self.leaves.extend(leaves)
        self._nodes.update(nodes)
        self.state = now

    async def publish(self, head: SignedHead) -> None:
        """Keep a head."""
        self.heads.append(head)

    async def latest(self) -> SignedHead | None:
        """The last head."""
        return self.heads[-1] if self.heads else None

    async def nodes(self, places: frozenset[Place]) -> dict[Place, bytes]:
        """The roots at these places."""
        return {place: self._nodes[place] for place in places}
