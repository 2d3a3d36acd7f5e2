"""The provider's public keys (a JWK set, RFC 7517): which of them may check which signature. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from jwt.algorithms import ECAlgorithm, OKPAlgorithm, RSAAlgorithm
from jwt.exceptions import InvalidKeyError

#: An algorithm that is accepted → the kind of key that it takes. None with a shared secret, and not `none`.
ALGORITHMS = {
    **dict.fromkeys(("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"), "RSA"),
    "ES256": "P-256",
    "ES384": "P-384",
    "ES512": "P-521",
    "EdDSA": "Ed25519",
}
_KINDS = frozenset(ALGORITHMS.values())
#: In bits: a smaller key is no proof, and a larger one takes long.
_RSA_BITS = range(2048, 8193)
#: The members that make a public key; whatever else stands there is not read.
_MEMBERS = {"RSA": ("kty", "n", "e"), "EC": ("kty", "crv", "x", "y"), "OKP": ("kty", "crv", "x")}
_READERS: Mapping[str, Callable[[dict[str, str]], object]] = {
    "RSA": RSAAlgorithm.from_jwk,
    "EC": ECAlgorithm.from_jwk,
    "OKP": OKPAlgorithm.from_jwk,
}


@dataclass(frozen=True, slots=True)
class Key:
    """`kind`: as in ALGORITHMS; `algorithm`: the only one that the provider uses it for, where it says so.

    `said`: the members that it was read from, by which two keys are told apart.
    """

    identifier: str | None
    kind: str
    algorithm: str | None
    said: tuple[str, ...]
    material: Any

    def fits(self, algorithm: str) -> bool:
        return ALGORITHMS.get(algorithm) == self.kind and self.algorithm in {None, algorithm}


def read_keys(document: object) -> tuple[Key, ...]:
    """Those that can check signatures; a key of another kind, or one that cannot be read, is passed over."""
    listed = document.get("keys") if isinstance(document, dict) else None
    if not isinstance(listed, list):
        return ()
    return tuple(key for key in map(_read, listed) if key is not None)


def find_keys(keys: Sequence[Key], identifier: str | None, algorithm: str) -> tuple[Key, ...]:
    """Those that may have made the signature: all of the name that a token gives; where it gives none, the only one."""
    fitting = tuple(key for key in keys if key.fits(algorithm))
    if identifier is None:
        return fitting if len(fitting) == 1 else ()
    return tuple(key for key in fitting if key.identifier == identifier)


def _read(jwk: object) -> Key | None:
    if not isinstance(jwk, dict) or jwk.get("use", "sig") != "sig" or str(jwk.get("kty")) not in _MEMBERS:
        return None
    members = {name: jwk.get(name) for name in _MEMBERS[jwk["kty"]]}
    identifier, algorithm = jwk.get("kid"), jwk.get("alg")
    named = isinstance(identifier, str | None) and isinstance(algorithm, str | None)
    if not named or not all(isinstance(value, str) for value in members.values()):
        return None
    said = cast("dict[str, str]", members)
    kind = said.get("crv", "RSA")
    material = _material(said) if kind in _KINDS else None
    return None if material is None else Key(identifier, kind, algorithm, tuple(said.values()), material)


def _material(members: dict[str, str]) -> object | None:
    try:
        material = _READERS[members["kty"]](members)
    except (InvalidKeyError, UnsupportedAlgorithm, ValueError, TypeError, OverflowError):
        return None
    too_small_or_large = isinstance(material, RSAPublicKey) and material.key_size not in _RSA_BITS
    return None if too_small_or_large else material
