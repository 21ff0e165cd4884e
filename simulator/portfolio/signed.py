"""A signature: by whom, when, over what. Name and time are signed too."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from simulator.portfolio.canon import now, text_of
from simulator.portfolio.keys import Signer, fingerprint, holds

ALGORITHM = "Ed25519"
_HEX = re.compile(r"[0-9a-f]+")


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature that holds: name of the signer, time (UTC, ISO 8601), and fingerprint of the key."""

    name: str
    signed: str
    fingerprint: str


def sign(kind: str, digest: str, key: Signer, when: str = "") -> dict[str, Any]:
    """Return a signature.

    Args:
        kind: what is signed, so that a signature under one kind of thing is worth nothing under another.
        digest: SHA-256 of it.
        key: of the signer.
        when: time of signing; empty: now.
    """
    said = {
        "algorithm": ALGORITHM,
        "fingerprint": fingerprint(key.public),
        "name": key.name,
        "public_key": key.public.hex(),
        "signed": when or now(),
        "sha256": digest,
    }
    return {**said, "signature": key.private.sign(_message(kind, said)).hex()}


def check(kind: str, digest: str, signature: object) -> Signature | None:
    """Return the signature over this very thing; None where it does not hold, whatever it is."""
    if not isinstance(signature, Mapping):
        return None
    fields = ("algorithm", "fingerprint", "name", "public_key", "signed", "sha256", "signature")
    if set(signature) != set(fields) or not all(isinstance(signature[one], str) for one in fields):
        return None
    said = {one: signature[one] for one in fields if one != "signature"}
    if said["sha256"] != digest or said["algorithm"] != ALGORITHM:
        return None
    if not _HEX.fullmatch(said["public_key"]) or not _HEX.fullmatch(signature["signature"]):
        return None
    if len(said["public_key"]) != 64 or len(signature["signature"]) != 128:
        return None
    public = bytes.fromhex(said["public_key"])
    if said["fingerprint"] != fingerprint(public):
        return None
    if not holds(public, bytes.fromhex(signature["signature"]), _message(kind, said)):
        return None
    return Signature(said["name"], said["signed"], said["fingerprint"])


def _message(kind: str, said: Mapping[str, str]) -> bytes:
    return f"toask/{kind}/1\n{text_of(dict(said))}".encode()
