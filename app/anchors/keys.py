"""Key files: a private key that only its owner reads, and the public key that checks what it signed."""

import os
import re
import stat
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from app.anchors.anchor import PublicKeys, key_id

#: What the name of a public key's file has behind that of the private key.
PUBLIC_SUFFIX = ".pub"
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_BLOCK = re.compile(rb"-----BEGIN ([A-Z ]+)-----.*?-----END \1-----", re.DOTALL)
_LARGEST_FILE = 1_048_576


class KeyUnusable(ValueError):
    """A key file cannot be made or used; the message names it and says what to do."""


def public_file(of: Path) -> Path:
    """The public key's file that belongs to a private key, or to a file of anchors."""
    return of.with_name(of.name + PUBLIC_SUFFIX)


def generate(path: Path) -> str:
    """Make a pair: the private key (PKCS #8, mode 0600) at the path, the public one beside it. Gives the key's id.

    Raises KeyUnusable where either file exists: a key that has signed anchors is never replaced.
    """
    public_path = public_file(path)
    for file in (path, public_path):
        if file.exists():
            raise KeyUnusable(f"{file} exists, and is left as it is. Name another file, or move it away first.")
    key = Ed25519PrivateKey.generate()
    _write_new(path, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()), 0o600)
    public = key.public_key()
    _write_new(public_path, public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo), 0o644)
    return key_id(public)


def load_private(path: Path) -> Ed25519PrivateKey:
    """The key that signs; raises KeyUnusable where the file is missing, is no such key, or others may read it."""
    content = _read(path)
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & _OTHERS:
        raise KeyUnusable(f"Others may read the private key {path} (mode {mode:04o}). Run: chmod 600 {path}")
    try:
        key = load_pem_private_key(content, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise KeyUnusable(f"{path} holds no private key without a password in PEM. Make one: anchor-key") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyUnusable(f"{path} holds a key of another kind than Ed25519. Make one: anchor-key")
    return key


def load_public(path: Path) -> PublicKeys:
    """The keys of a file, one PEM block or several after each other, as after a change of keys.

    Raises KeyUnusable where the file is missing, or holds anything but public keys of Ed25519.
    """
    found: dict[str, Ed25519PublicKey] = {}
    for block in _BLOCK.finditer(_read(path)):
        if b"PRIVATE" in block[1]:
            raise KeyUnusable(f"{path} holds a private key. Name the public one: {public_file(path)}")
        try:
            key = load_pem_public_key(block[0])
        except (ValueError, UnsupportedAlgorithm) as error:
            raise KeyUnusable(f"{path} holds a public key that cannot be read.") from error
        if not isinstance(key, Ed25519PublicKey):
            raise KeyUnusable(f"{path} holds a key of another kind than Ed25519.")
        found[key_id(key)] = key
    if not found:
        raise KeyUnusable(f"{path} holds no public key in PEM.")
    return found


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_LARGEST_FILE)
    except OSError as error:
        raise KeyUnusable(f"The key file {path} cannot be read ({error.strerror}).") from error


def _write_new(path: Path, content: bytes, mode: int) -> None:
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    except OSError as error:
        raise KeyUnusable(f"The key file {path} cannot be made ({error.strerror}).") from error
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
