"""Digest authentication (RFC 7616, RFC 8760): a challenge, its check, and our own answer to a trunk's challenge.

Nothing is remembered of a nonce: its moment is signed into it, so any process with the key checks it. What that leaves
open is repeating the very same request within `NONCE_S`: for a registration, which is all we ask digest for, it
registers whom it registered before, on a connection of the thief; TLS is the remedy, and short-lived tokens ours.
"""

import hashlib
import hmac
import re
from dataclasses import dataclass

from auxilio.voice.sip.grammar import quoted, split_list, unquoted

NONCE_S = 120
ALGORITHMS = ("SHA-256", "MD5")
"""In order of preference; MD5 because many telephones know nothing else."""

_HASHES = {"SHA-256": hashlib.sha256, "MD5": hashlib.md5}
_PARAM = re.compile(r"([A-Za-z0-9_-]+)\s*=\s*(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Credentials:
    """What an Authorization header says."""

    username: str
    realm: str
    nonce: str
    uri: str
    response: str
    algorithm: str = "MD5"
    cnonce: str = ""
    nc: str = ""
    qop: str = ""


def _digest_params(value: str) -> dict[str, str]:
    scheme, _, rest = value.strip().partition(" ")
    if scheme.lower() != "digest":
        return {}
    pairs = (_PARAM.fullmatch(one) for one in split_list(rest))
    return {pair[1].lower(): unquoted(pair[2].strip()) for pair in pairs if pair}


def read_credentials(value: str) -> Credentials | None:
    """Read an Authorization header; `None` when it is not a digest we know."""
    said = _digest_params(value)
    algorithm = said.get("algorithm", "MD5").upper()
    if algorithm not in _HASHES or not said.keys() >= {"username", "realm", "nonce", "uri", "response"}:
        return None
    return Credentials(
        username=said["username"],
        realm=said["realm"],
        nonce=said["nonce"],
        uri=said["uri"],
        response=said["response"],
        algorithm=algorithm,
        cnonce=said.get("cnonce", ""),
        nc=said.get("nc", ""),
        qop=said.get("qop", "").lower(),
    )


def answer_of(credentials: Credentials, password: str, method: str) -> str:
    """The response that fits (RFC 7616, 3.4.1)."""
    secret = f"{credentials.username}:{credentials.realm}:{password}"
    return _answer(credentials, _hash(credentials.algorithm, secret), method)


def _hash(algorithm: str, text: str) -> str:
    return _HASHES[algorithm](text.encode("utf-8", "surrogateescape")).hexdigest()


def _answer(credentials: Credentials, secret: str, method: str) -> str:
    what = _hash(credentials.algorithm, f"{method}:{credentials.uri}")
    middle = credentials.nonce
    if credentials.qop:
        middle += f":{credentials.nc}:{credentials.cnonce}:{credentials.qop}"
    return _hash(credentials.algorithm, f"{secret}:{middle}:{what}")


class Challenger:
    """The server's side. `key` signs nonces: the same in every process of a centre."""

    def __init__(self, realm: str, key: bytes) -> None:
        assert len(key) >= 16, "a key that can be guessed signs nothing"
        self.realm, self._key = realm, key

    def _signed(self, moment: str) -> str:
        return f"{moment}.{hmac.new(self._key, moment.encode(), hashlib.sha256).hexdigest()[:32]}"

    def challenges(self, now_s: float, *, stale: bool = False) -> tuple[tuple[str, str], ...]:
        """The WWW-Authenticate headers of a 401, one for each algorithm."""
        nonce = self._signed(f"{int(now_s):x}")
        more = ", stale=true" if stale else ""
        return tuple(
            (
                "WWW-Authenticate",
                f'Digest realm={quoted(self.realm)}, nonce="{nonce}", algorithm={name}, qop="auth"{more}',
            )
            for name in ALGORITHMS
        )

    def fresh(self, nonce: str, now_s: float) -> bool:
        """Whether we gave this nonce, not long ago."""
        moment = nonce.partition(".")[0]
        if not re.fullmatch(r"[0-9a-f]{1,12}", moment) or not hmac.compare_digest(
            self._signed(moment).encode(), nonce.encode("utf-8", "surrogateescape")
        ):
            return False
        return 0 <= now_s - int(moment, 16) <= NONCE_S

    def fits(self, credentials: Credentials, password: str, method: str, uri: str) -> bool:
        """Whether the response is that of somebody who knows the password, for this very request."""
        if credentials.realm != self.realm or credentials.uri != uri or credentials.qop not in ("auth", ""):
            return False
        wanted = answer_of(credentials, password, method)
        return hmac.compare_digest(wanted.encode(), credentials.response.encode("utf-8", "surrogateescape"))


def answer_challenges(
    challenges: tuple[str, ...], *, username: str, password: str, method: str, uri: str, cnonce: str
) -> str | None:
    """The value of our (Proxy-)Authorization; `None` when nothing we know is asked for."""
    offered = [_digest_params(value) for value in challenges]
    for algorithm in ALGORITHMS:
        for said in offered:
            asked = said.get("qop", "")
            qops = {one.lower() for one in split_list(asked)}
            if (
                said.get("algorithm", "MD5").upper() != algorithm
                or "nonce" not in said
                or (qops and "auth" not in qops)
            ):
                continue
            ours = Credentials(
                username, said.get("realm", ""), said["nonce"], uri, "", algorithm, cnonce, "00000001",
                "auth" if qops else "",
            )  # fmt: skip
            return _credentials_text(ours, answer_of(ours, password, method), said.get("opaque"))
    return None


def _credentials_text(ours: Credentials, response: str, opaque: str | None) -> str:
    words = [
        f"username={quoted(ours.username)}",
        f"realm={quoted(ours.realm)}",
        f"nonce={quoted(ours.nonce)}",
        f"uri={quoted(ours.uri)}",
        f'response="{response}"',
        f"algorithm={ours.algorithm}",
    ]
    if ours.qop:
        words += [f"qop={ours.qop}", f"nc={ours.nc}", f"cnonce={quoted(ours.cnonce)}"]
    if opaque is not None:
        words.append(f"opaque={quoted(opaque)}")
    return f"Digest {', '.join(words)}"
