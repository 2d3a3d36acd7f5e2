"""Key files."""

import stat
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from app.anchors.anchor import key_id
from app.anchors.keys import KeyUnusable, generate, load_private, load_public, public_file


@pytest.fixture
def private(tmp_path: Path) -> Path:
    generate(tmp_path / "anchor.key")
    return tmp_path / "anchor.key"


def test_a_pair_is_made_and_read(tmp_path: Path) -> None:
    path = tmp_path / "anchor.key"
    identifier = generate(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_text().startswith("-----BEGIN PRIVATE KEY-----")
    assert key_id(load_private(path).public_key()) == identifier
    assert set(load_public(public_file(path))) == {identifier}


@pytest.mark.parametrize("existing", ["anchor.key", "anchor.key.pub"])
def test_a_key_is_never_replaced(tmp_path: Path, existing: str) -> None:
    (tmp_path / existing).write_text("mine")
    with pytest.raises(KeyUnusable, match="exists, and is left as it is"):
        generate(tmp_path / "anchor.key")
    assert [file.name for file in tmp_path.iterdir()] == [existing]


def test_a_key_in_no_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KeyUnusable, match="cannot be made"):
        generate(tmp_path / "none" / "anchor.key")


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620])
def test_a_private_key_that_others_reach_is_refused(private: Path, mode: int) -> None:
    private.chmod(mode)
    with pytest.raises(KeyUnusable, match="chmod 600"):
        load_private(private)


def test_a_missing_key_is_named(tmp_path: Path) -> None:
    for load in (load_private, load_public):
        with pytest.raises(KeyUnusable, match=r"anchor.key cannot be read"):
            load(tmp_path / "anchor.key")


def test_what_is_no_key_is_refused(private: Path) -> None:
    public = public_file(private)
    with pytest.raises(KeyUnusable, match=r"holds a private key. Name the public one"):
        load_public(private)
    private.write_bytes(public.read_bytes())
    with pytest.raises(KeyUnusable, match="no private key"):
        load_private(private)
    public.write_text("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n")
    with pytest.raises(KeyUnusable, match="cannot be read"):
        load_public(public)
    public.write_text("")
    with pytest.raises(KeyUnusable, match="no public key"):
        load_public(public)


def test_a_key_of_another_kind_is_refused(private: Path) -> None:
    key = generate_private_key(SECP256R1())
    private.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    with pytest.raises(KeyUnusable, match="another kind"):
        load_private(private)
    public = public_file(private)
    public.write_bytes(key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    with pytest.raises(KeyUnusable, match="another kind"):
        load_public(public)


def test_a_file_may_hold_the_keys_before_as_well(private: Path, tmp_path: Path) -> None:
    generate(tmp_path / "next.key")
    both = tmp_path / "both.pub"
    both.write_bytes(public_file(private).read_bytes() + (tmp_path / "next.key.pub").read_bytes())
    assert len(load_public(both)) == 2
