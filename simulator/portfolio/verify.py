"""Whether a bundle is as it was when it was signed, and by whose key."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from simulator.portfolio import manifest, parts
from simulator.portfolio.archive import DATA, MANIFEST, SIGNATURE, VERDICTS, Opened, read
from simulator.portfolio.canon import sha256
from simulator.portfolio.errors import PortfolioError
from simulator.portfolio.keys import fingerprint
from simulator.portfolio.signed import Signature, check

KIND = "portfolio"
Signed = Literal["yes", "no", "broken", "other_key"]


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found.

    Attributes:
        changed: names of the parts that are not as they were, lack or do not belong; empty: the bundle is whole.
        signed: whether a signature is there and holds; `other_key`: not the key it was held against.
        signature: who signed, where it holds.
        known: whether it was held against a public key.
        digest: SHA-256 of the manifest.
        portfolio, verdicts: the data, where they are whole.
    """

    changed: tuple[str, ...]
    signed: Signed
    signature: Signature | None
    known: bool
    digest: str
    portfolio: dict[str, Any] | None = None
    verdicts: dict[str, Any] | None = None
    files: dict[str, bytes] = field(default_factory=dict)

    @property
    def whole(self) -> bool:
        """Whether no part was changed."""
        return not self.changed

    @property
    def good(self) -> bool:
        """Whether it is whole and signed, by the key that was given where one was."""
        return self.whole and self.signed == "yes"


def verify(path: Path, public: bytes | None = None) -> Verified:
    """Return what a bundle comes to.

    Args:
        path: of the zip.
        public: the assessor's raw public key; None: whose key it is stays unknown.

    Raises:
        PortfolioError: it is no bundle, or its manifest cannot be read.
    """
    opened = read(path)
    if MANIFEST not in opened.parts:
        why = "is damaged" if MANIFEST in opened.damaged else "is not in it"
        raise PortfolioError(f"{path} is no portfolio: {MANIFEST} {why}; ask for the bundle again.")
    raw = opened.parts[MANIFEST]
    held = manifest.read(raw)
    changed = tuple(_changed(held, opened))
    signed, signature = _signed(opened, sha256(raw), public)
    data = manifest.plain_json(opened.parts[DATA]) if DATA in opened.parts and not changed else None
    said = manifest.plain_json(opened.parts[VERDICTS]) if VERDICTS in opened.parts and not changed else None
    if not changed and not isinstance(data, dict):
        changed = (DATA,)
    return Verified(changed, signed, signature, public is not None, sha256(raw), data, said, opened.parts)


def _changed(held: dict[str, Any], opened: Opened) -> list[str]:
    """Return the names of what is not as the manifest says."""
    found: list[str] = []
    for name, said in held["files"].items():
        data = opened.parts.get(name)
        if data is None:
            found.append(name)
        elif sha256(data) != said["sha256"]:
            named = parts.parts_changed(data, manifest.parts_of(held, name))
            found += [f"{name}: {one}" for one in named] or [name]
    known = {*held["files"], MANIFEST, SIGNATURE}
    return found + [one for one in (*opened.parts, *opened.damaged, *opened.foreign) if one not in {*known, *found}]


def _signed(opened: Opened, digest: str, public: bytes | None) -> tuple[Signed, Signature | None]:
    if SIGNATURE not in opened.parts:
        return ("broken" if SIGNATURE in opened.damaged else "no"), None
    signature = check(KIND, digest, manifest.plain_json(opened.parts[SIGNATURE]))
    if signature is None:
        return "broken", None
    if public is not None and fingerprint(public) != signature.fingerprint:
        return "other_key", signature
    return "yes", signature
