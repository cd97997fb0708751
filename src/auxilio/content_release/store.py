"""Sets of content and their versions, for ever, and what stands on the shelf."""

from collections.abc import Iterable
from hashlib import sha256

import msgspec

from auxilio.content_release.core.machine import ProvenSet
from auxilio.content_release.core.model import SHELF, ChangedDocument, Release, Shelf, set_digest
from auxilio.content_release.ports import Files, SignedDocument, StudiedSet
from auxilio.kernel.ids import stream_id
from auxilio.kernel.refusal import Refused
from auxilio.platform.database.connection import Pool
from auxilio.platform.database.log import state_of

RELEASES_SHOWN = 200


class SetStore:
    """Adds and reads; nothing here is ever changed or removed."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def put(self, files: Files) -> str:
        """Keep a set as a centre was set up with it. Returns its digest."""
        digest, names = await self._put_files(files)
        await self._pool.execute(
            "insert into content_set (digest, files) values ($1, $2::jsonb) on conflict do nothing",
            digest,
            msgspec.json.encode(names).decode(),
        )
        return digest

    async def put_studied(self, files: Files, base: str, studied: StudiedSet) -> str:
        """Keep a set that is whole, with what was found out about it against `base`. The latest study counts."""
        digest, names = await self._put_files(files)
        await self.remember(studied.versions)
        await self._pool.execute(
            "insert into content_set (digest, files, base, changed, study) values ($1, $2::jsonb, $3, $4, $5)"
            " on conflict (digest) do update set base = excluded.base, changed = excluded.changed, study = excluded.study",
            digest,
            msgspec.json.encode(names).decode(),
            base,
            msgspec.json.encode(studied.changed).decode(),
            bytes(studied.study).decode(),
        )
        return digest

    async def _put_files(self, files: Files) -> tuple[str, dict[str, str]]:
        names = {path: sha256(body).hexdigest() for path, body in files.items()}
        await self._pool.execute(
            "insert into content_file (digest, body) select * from unnest($1::text[], $2::bytea[])"
            " on conflict do nothing",
            list(names.values()),
            list(files.values()),
        )
        return set_digest(names), names

    async def names(self, content: str) -> dict[str, str]:
        """The files of a set: path and digest of each. Raises `Refused("unknown_set")`."""
        found = await self._pool.fetchval("select files::text from content_set where digest = $1", content)
        if found is None:
            raise Refused("unknown_set", content=content[:12])
        return msgspec.json.decode(found, type=dict[str, str])

    async def files(self, content: str) -> dict[str, bytes]:
        """A whole set. Raises `Refused("unknown_set")`."""
        names = await self.names(content)
        rows = await self._pool.fetch(
            "select digest, body from content_file where digest = any($1::text[])", list(names.values())
        )
        bodies = {row["digest"]: row["body"] for row in rows}
        return {path: bodies[digest] for path, digest in names.items()}

    async def file(self, content: str, path: str) -> bytes:
        """One file of a set. Raises `Refused`: `unknown_set`, `unknown_file`."""
        digest = (await self.names(content)).get(path)
        if digest is None:
            raise Refused("unknown_file", path=path)
        body: bytes = await self._pool.fetchval("select body from content_file where digest = $1", digest)
        return body

    async def proven(self, content: str) -> ProvenSet | None:
        """What was found out of a set that is whole; None for one that was never checked here."""
        row = await self._pool.fetchrow(
            "select base, changed from content_set where digest = $1 and base is not null", content
        )
        if row is None:
            return None
        return ProvenSet(
            base=row["base"], changed=msgspec.json.decode(row["changed"], type=tuple[ChangedDocument, ...])
        )

    async def study(self, content: str) -> bytes:
        """What those who sign are shown, as JSON. Raises `Refused("unknown_set")`."""
        found = await self._pool.fetchval("select study from content_set where digest = $1", content)
        if found is None:
            raise Refused("unknown_set", content=content[:12])
        return str(found).encode()

    # versions

    async def remember(self, versions: Iterable[SignedDocument]) -> None:
        """Keep documents as they were signed."""
        rows = list(versions)
        await self._pool.execute(
            "insert into content_version (digest, kind, id, signed, signing)"
            " select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[]) on conflict do nothing",
            [one.digest for one in rows],
            [one.kind for one in rows],
            [one.id for one in rows],
            [one.signed for one in rows],
            [one.signing for one in rows],
        )

    async def versions(self, known: Iterable[str]) -> list[SignedDocument]:
        """Those that are not known yet."""
        rows = await self._pool.fetch(
            "select digest, kind, id, signed, signing from content_version where digest != all($1::text[])",
            list(known),
        )
        return [SignedDocument(**dict(row)) for row in rows]

    async def versions_of(self, id: str) -> list[SignedDocument]:
        """Every version of one document that was ever checked here."""
        rows = await self._pool.fetch(
            "select digest, kind, id, signed, signing from content_version where id = $1", id
        )
        return [SignedDocument(**dict(row)) for row in rows]

    # the shelf

    async def shelf(self) -> Shelf:
        """What stands, from when."""
        found = await state_of(self._pool, stream_id("shelf", SHELF))
        return msgspec.json.decode(found[1], type=Shelf) if found else Shelf()

    async def releases(self) -> list[Release]:
        """The newest first."""
        rows = await self._pool.fetch(
            "select state::text as state from stream where noun = 'release'"
            " order by (state->>'number')::int desc limit $1",
            RELEASES_SHOWN,
        )
        return [msgspec.json.decode(row["state"], type=Release) for row in rows]

    async def release(self, key: str) -> Release:
        """One of them. Raises `Refused("unknown_release")`."""
        found = await state_of(self._pool, stream_id("release", key))
        if found is None:
            raise Refused("unknown_release", id=key)
        return msgspec.json.decode(found[1], type=Release)
