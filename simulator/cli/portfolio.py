"""`toask portfolio`: what is met and missing, the bundle, keys, signatures and verdicts."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from contextlib import closing
from pathlib import Path

from simulator import i18n
from simulator.app.errors import said as translated
from simulator.cli.language import chosen
from simulator.cli.portfolio_told import tell_bundle
from simulator.cli.say import say
from simulator.cli.wrong import CommandError
from simulator.files import write_text
from simulator.i18n import tr, trn
from simulator.portfolio import attendance, bundle, criteria, keys, review
from simulator.portfolio.canon import text_of
from simulator.portfolio.errors import MALFORMED, PortfolioError
from simulator.portfolio.gather import attendance_of, gathered
from simulator.portfolio.told import lines_of
from simulator.portfolio.verdict import automatic, complete, settled
from simulator.portfolio.verify import Verified, verify
from simulator.practice.store import Store
from simulator.report.words import Words
from simulator.scoring.show import safe


def run(wanted: argparse.Namespace) -> int:
    """Do what was asked; 0 when all is met, whole or done, 1 when not."""
    does = {
        "status": _status, "review": _review, "sign": _sign, "verify": _verify, "keygen": _keygen,
        "attendance": _attendance,
    }  # fmt: skip
    chosen(wanted)
    return does[wanted.sub](wanted)


def _public(name: str | None) -> bytes | None:
    return keys.public_key(Path(name)) if name else None


def _status(wanted: argparse.Namespace) -> int:
    words, asked = Words(i18n.language()), criteria.load(Path(wanted.criteria))
    _free(wanted.bundle, "--bundle")
    held = attendance.read(Path(wanted.attendance)) if wanted.attendance else None
    judged = bool(wanted.judged) and _judged(Path(wanted.judged), asked.id, _public(wanted.pub))
    with closing(Store()) as store:
        found = gathered(store, asked, wanted.name, held, _public(wanted.trainer_pub), words.language, judged=judged)
    if wanted.bundle:
        made = bundle.write(Path(wanted.bundle), found)
        say(_with(tr("{path} written.").format(path=wanted.bundle), made.notice))
    met = all(one["met"] for one in found["status"])
    if wanted.json:
        print(text_of({**found, "met": met}))
    else:
        print("\n".join(lines_of(found, words)))
    return 0 if met else 1


def _free(out: str | None, option: str) -> None:
    """See that nothing lies where a bundle is to be written: it could be the one that was handed in.

    Raises:
        CommandError: something does.
    """
    if out and Path(out).exists():
        line = tr("{path} is there already and is not overwritten; give {option} another name.")
        raise CommandError(line.format(path=out, option=option), 1)


def _judged(path: Path, training: str, public: bytes | None) -> bool:
    """Return whether an assessor passed this training in a signed bundle."""
    found = verify(path, public)
    if not found.good or found.portfolio is None:
        raise PortfolioError(f"{path} is not whole, or not signed; see `toask portfolio verify {path}`.")
    if found.portfolio["criteria"]["id"] != training:
        raise PortfolioError(f"{path} is about another training than {training}; name the bundle of this one.")
    passed = found.verdicts is not None and found.verdicts["judgement"] == "pass"
    return passed and complete(settled(found.portfolio, found.verdicts))


def _checked(path: Path) -> Verified:
    """Return a bundle that was seen to be whole.

    Raises:
        PortfolioError: it is not; the message names what was changed.
    """
    found = verify(path)
    if not found.whole or found.portfolio is None:
        raise PortfolioError(f"{path} was changed: {safe(', '.join(found.changed))}; ask for the bundle again.")
    try:
        automatic(found.portfolio)
    except MALFORMED as error:
        raise PortfolioError(f"{path} holds data that toask did not write; ask for the bundle again.") from error
    return found


def _review(wanted: argparse.Namespace) -> int:
    words, out = Words(i18n.language()), Path(wanted.out)
    found = _checked(Path(wanted.bundle))
    assert found.portfolio is not None
    if out.exists():
        raise CommandError(f"{out} is there already, perhaps with your verdicts; give --out another name.", 1)
    write_text(out, review.template(found.portfolio, found.digest, words))
    line = tr(
        "{out} written: fill it in, then run "
        "`toask portfolio sign {bundle} --key KEY --verdict {out} --out SIGNED.zip`."
    )
    say(line.format(out=out, bundle=wanted.bundle))
    return 0


def _with(sentence: str, notice: str) -> str:
    """Return a sentence with what is to be noted behind it, if anything."""
    return f"{sentence} {translated(notice)}" if notice else sentence


def _sign(wanted: argparse.Namespace) -> int:
    _free(wanted.out, "--out")
    found = _checked(Path(wanted.bundle))
    assert found.portfolio is not None
    if found.signed != "no":
        raise PortfolioError(f"{wanted.bundle} is signed already; sign the bundle that the trainee handed in.")
    trainer = _trainer(found, wanted.trainer_pub)
    verdicts = review.read(Path(wanted.verdict), found.portfolio, found.digest) if wanted.verdict else None
    signer = keys.signer(Path(wanted.key), passphrase)
    if not signer.name:
        raise PortfolioError(f"{wanted.key} names no owner; make a key with `toask portfolio keygen`.")
    made = bundle.write_signed(Path(wanted.out), found, signer, verdicts, trainer)
    if verdicts is None and found.portfolio["criteria"]["assessor"]:
        say(tr("signed without a judgement, which this training asks for; see `toask portfolio review`."))
    line = tr("{out} written, signed by {name}, key {key}.")
    say(_with(line.format(out=wanted.out, name=safe(signer.name), key=made.fingerprint), made.notice))
    return 0


def _trainer(found: Verified, name: str | None) -> bytes | None:
    """Return the trainer's public key, having held the attendance against it.

    Raises:
        PortfolioError: the attendance was signed with another key.
    """
    public = _public(name)
    assert found.portfolio is not None
    if public is not None and attendance_of(found.portfolio, public).why == "other_key":
        raise PortfolioError(f"The attendance was signed with another key than {name}; ask the trainer which is right.")
    return public


def _verify(wanted: argparse.Namespace) -> int:
    words, path = Words(i18n.language()), Path(wanted.bundle)
    return tell_bundle(path, verify(path, _public(wanted.pub)), _public(wanted.trainer_pub), words, as_json=wanted.json)


def _keygen(wanted: argparse.Namespace) -> int:
    public, found = keys.make(wanted.name, Path(wanted.out), new_passphrase)
    line = tr("{out} is your key: keep it to yourself. Give {public} to whoever checks. Fingerprint: {found}.")
    say(line.format(out=wanted.out, public=public, found=found))
    return 0


def _attendance(wanted: argparse.Namespace) -> int:
    said = attendance.load(Path(wanted.attendance))
    signer = keys.signer(Path(wanted.key), passphrase)
    write_text(Path(wanted.out), attendance.signed(said, signer))
    meetings = said["meetings"]
    present = sum(one["present"] for one in meetings)
    line = trn(
        "{out} written: {name} was at {n} of {all} meeting.",
        "{out} written: {name} was at {n} of {all} meetings.",
        len(meetings),
    )
    say(line.format(out=wanted.out, name=safe(said["name"]), n=present, all=len(meetings)))
    return 0


def passphrase(question: str) -> str:
    """Return a passphrase from TOASK_PASSPHRASE or from the keyboard; empty where neither is there."""
    if "TOASK_PASSPHRASE" in os.environ:
        return os.environ["TOASK_PASSPHRASE"]
    return getpass.getpass(question, sys.stderr) if sys.stdin.isatty() else ""


def new_passphrase(question: str) -> str:
    """Return a new passphrase, typed twice where it is typed.

    Raises:
        PortfolioError: the two are not the same.
    """
    found = passphrase(question)
    if not found and not sys.stdin.isatty():
        line = tr("the key gets no passphrase: who has the file can sign with it. Set TOASK_PASSPHRASE to give it one.")
        say(line)
    if found and "TOASK_PASSPHRASE" not in os.environ and getpass.getpass(tr("Once more: "), sys.stderr) != found:
        raise PortfolioError("The two passphrases are not the same; no key was made, try again.")
    return found
