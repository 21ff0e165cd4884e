"""Keys of assessors and trainers (Ed25519): made once, kept by themselves; everybody may have the public half.

A key file is PEM with the owner's name on a line before it. The private one may have a passphrase.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.extras import needed
from simulator.i18n import tr
from simulator.portfolio.canon import sha256
from simulator.portfolio.errors import NoFile, PortfolioError
from simulator.report.plain import one_line

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

Ask = Callable[[str], str]
"""Gets a passphrase for a question; empty: there is none."""
LONGEST_NAME = 120
_MOST = 20_000
_NAME = re.compile(r"^Name: (.*)$", re.MULTILINE)
_PEM = re.compile(r"-----BEGIN [A-Z ]+-----.+?-----END [A-Z ]+-----", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Signer:
    """A private key with its owner's name."""

    name: str
    private: Ed25519PrivateKey

    @property
    def public(self) -> bytes:
        """The raw public key, 32 bytes."""
        return self.private.public_key().public_bytes_raw()


def need_cryptography() -> None:
    """See whether keys can be used at all.

    Raises:
        MissingExtra: cryptography is not installed.
    """
    with needed("A key"):
        import cryptography  # noqa: F401


def fingerprint(public: bytes) -> str:
    """Return what people compare of a public key: 128 bits of its SHA-256, in eight groups of four."""
    found = sha256(public)[:32]
    return "-".join(found[at : at + 4] for at in range(0, 32, 4))


def make(name: str, path: Path, ask: Ask) -> tuple[Path, str]:
    """Make a key in `path` (only its owner may read it) and the public one beside it; nothing is overwritten.

    Returns:
        Where the public key is, and its fingerprint.

    Raises:
        PortfolioError: there is a file already, no name, or it cannot be written.
    """
    need_cryptography()
    from cryptography.hazmat.primitives import serialization as out
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    owner = one_line(name)[:LONGEST_NAME]
    if not owner:
        raise PortfolioError('A key needs the name of its owner; give --name "First Last".')
    public = path.with_name(f"{path.name}.pub")
    for one in (path, public):
        if one.exists() or one.is_symlink():
            raise PortfolioError(f"{one} is there already and is not overwritten; give --out another name.")
    phrase = ask(tr("Passphrase for the new key (empty: none): ")).encode()
    key = Ed25519PrivateKey.generate()
    lock = out.BestAvailableEncryption(phrase) if phrase else out.NoEncryption()
    secret = key.private_bytes(out.Encoding.PEM, out.PrivateFormat.PKCS8, lock)
    shown = key.public_key().public_bytes(out.Encoding.PEM, out.PublicFormat.SubjectPublicKeyInfo)
    head = f"Name: {owner}\n".encode()
    _both(path, head + secret, public, head + shown)
    return public, fingerprint(key.public_key().public_bytes_raw())


def _both(path: Path, secret: bytes, public: Path, shown: bytes) -> None:
    """Write both files or neither."""
    made: list[Path] = []
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        for one, data, mode in ((path, secret, 0o600), (public, shown, 0o644)):
            handle = os.open(one, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
            made.append(one)
            with os.fdopen(handle, "wb") as file:
                file.write(data)
    except OSError as error:
        for one in made:
            with suppress(OSError):
                one.unlink(missing_ok=True)
        raise PortfolioError(f"Cannot write {path} ({error.strerror or error}); choose another place.") from error


def signer(path: Path, ask: Ask) -> Signer:
    """Return the private key in a file.

    Raises:
        PortfolioError: it cannot be read, is another kind of key, or the passphrase is wrong.
    """
    need_cryptography()
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    name, pem = _read(path)
    if b"PUBLIC KEY" in pem:
        raise PortfolioError(f"{path} is a public key; sign with the private one, without .pub.")
    locked = b"ENCRYPTED" in pem
    phrase = ask(tr("Passphrase of {name}: ").format(name=path.name)).encode() if locked else b""
    if locked and not phrase:
        raise PortfolioError(f"{path} has a passphrase; type it, or set TOASK_PASSPHRASE.")
    try:
        key = load_pem_private_key(pem, phrase or None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        why = "the passphrase is wrong, or the file is damaged" if locked else "it is damaged, or no private key"
        raise PortfolioError(f"{path} cannot be used: {why}; try again, or name another key.") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise PortfolioError(f"{path} is another kind of key; make one with `toask portfolio keygen`.")
    return Signer(name, key)


def public_key(path: Path) -> bytes:
    """Return the raw public key (32 bytes) in a file.

    Raises:
        PortfolioError: it cannot be read, or is no public key of toask.
    """
    need_cryptography()
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    _, pem = _read(path)
    if b"PRIVATE KEY" in pem:
        raise PortfolioError(
            f"{path} is a private key; name the public one (it ends in .pub), and keep this one to yourself."
        )
    try:
        key = load_pem_public_key(pem)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise PortfolioError(f"{path} is no public key, or is damaged; ask its owner for it again.") from error
    if not isinstance(key, Ed25519PublicKey):
        raise PortfolioError(f"{path} is another kind of key; ask for the one that `toask portfolio keygen` made.")
    return key.public_bytes_raw()


def holds(public: bytes, signature: bytes, message: bytes) -> bool:
    """Return whether a signature over a message was made with the key of which `public` is the open half."""
    need_cryptography()
    from cryptography.exceptions import InvalidSignature

    try:
        _key_of(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _key_of(public: bytes) -> Ed25519PublicKey:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    return Ed25519PublicKey.from_public_bytes(public)


def _read(path: Path) -> tuple[str, bytes]:
    """Return the owner's name and the PEM block of a key file."""
    try:
        with path.open("rb") as file:
            text = file.read(_MOST).decode("utf-8", "replace")
    except FileNotFoundError as error:
        raise NoFile(f"There is no key {path}; make one with `toask portfolio keygen`, or name another.") from error
    except OSError as error:
        raise PortfolioError(f"{path} cannot be read ({error.strerror}); check its name and permissions.") from error
    block = _PEM.search(text)
    if block is None:
        raise PortfolioError(f"{path} is no key file; make one with `toask portfolio keygen`, or name another.")
    name = _NAME.search(text[: block.start()])
    return one_line(name[1])[:LONGEST_NAME] if name else "", block[0].encode()
