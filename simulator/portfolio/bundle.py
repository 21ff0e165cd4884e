"""One bundle of a portfolio: its data, page, print and manifest; later the assessor's verdicts and signature."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simulator import __version__
from simulator.extras import MissingExtra
from simulator.portfolio import archive, manifest
from simulator.portfolio.canon import now, sha256, text_of
from simulator.portfolio.errors import MALFORMED, PortfolioError
from simulator.portfolio.keys import Signer, fingerprint
from simulator.portfolio.page import page
from simulator.portfolio.parts import Part, laid_out
from simulator.portfolio.pdf import printed
from simulator.portfolio.signed import sign
from simulator.portfolio.verify import KIND, Verified
from simulator.portfolio.view import Seal, view
from simulator.report.pdf import CannotSet
from simulator.report.words import Words


@dataclass(frozen=True, slots=True)
class Written:
    """What came of it: a sentence where there is no PDF, and the fingerprint of who signed."""

    notice: str = ""
    fingerprint: str = ""


def write(path: Path, portfolio: Mapping[str, Any]) -> Written:
    """Write an unsigned bundle; it is whole or not there at all.

    Raises:
        PortfolioError: a part cannot be made.
        ScoringError: it cannot be written.
    """
    data, parts = laid_out(portfolio)
    files, notice = _shown(portfolio, None, None, {archive.DATA: data})
    created = portfolio["about"]["created"]
    made = manifest.made(files, {archive.DATA: parts}, created, __version__)
    archive.write(path, {archive.MANIFEST: made, **files}, created)
    return Written(notice)


def write_signed(
    path: Path, bundle: Verified, key: Signer, verdicts: Mapping[str, Any] | None, trainer: bytes | None = None
) -> Written:
    """Write a bundle again with the assessor's verdicts and signature; the data stay the very bytes that they were.

    Args:
        path: of the new zip.
        bundle: the unsigned one, seen to be whole.
        key: of the assessor.
        verdicts: as `review.read` gave them; None: signed without a judgement.
        trainer: the raw public key against which the attendance was held; None: nobody did.

    Raises:
        PortfolioError: a part cannot be made, or the bundle is not one that toask wrote.
        ScoringError: it cannot be written.
    """
    assert bundle.portfolio is not None
    when = now()
    seal = {"name": key.name, "signed": when, "fingerprint": fingerprint(key.public)}
    seal["trainer"] = fingerprint(trainer) if trainer else ""
    files = {archive.DATA: bundle.files[archive.DATA]}
    parts: dict[str, tuple[Part, ...]] = {
        archive.DATA: tuple(manifest.parts_of(manifest.read(bundle.files[archive.MANIFEST]), archive.DATA))
    }
    if verdicts is not None:
        files[archive.VERDICTS], parts[archive.VERDICTS] = laid_out(
            {**verdicts, "assessor": key.name, "trainer_key": seal["trainer"]}
        )
    files, notice = _shown(bundle.portfolio, verdicts, seal, files)
    made = manifest.made(files, parts, when, __version__)
    signature = text_of(sign(KIND, sha256(made), key, when)) + "\n"
    whole = {archive.MANIFEST: made, archive.SIGNATURE: signature.encode(), **files}
    archive.write(path, whole, when)
    return Written(notice, seal["fingerprint"])


def _shown(
    portfolio: Mapping[str, Any], verdicts: Mapping[str, Any] | None, seal: Seal | None, files: Mapping[str, bytes]
) -> tuple[dict[str, bytes], str]:
    """Return the files with page and print, and a sentence where there is no print."""
    words = Words(portfolio["about"]["reader"])
    try:
        shown = view(portfolio, verdicts, seal, words)
        found = {**files, archive.PAGE: page(shown, words)}
        pdf = printed(shown, words, seal["signed"] if seal else portfolio["about"]["created"])
    except (MissingExtra, CannotSet) as error:
        return found, f"No PDF was written. {error}"
    except MALFORMED as error:
        raise PortfolioError(
            f"This portfolio holds data that toask did not write ({type(error).__name__}: {error}); ask for it again."
        ) from error
    return {**found, archive.PRINT: pdf}, ""
