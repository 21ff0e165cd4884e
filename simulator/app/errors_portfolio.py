"""Sentences of the portfolio's room, for `simulator.app.errors`."""

from __future__ import annotations

from simulator.i18n import mark

PORTFOLIO: tuple[str, ...] = (
    mark("No PDF was written. {why}"),
    mark("A key"),
    mark("Cannot write {path} ({why}); choose another place."),
    mark(
        "There is no file {path}; name the bundle that `toask portfolio --bundle` wrote, or the signed one that "
        "`toask portfolio sign` wrote."
    ),
    mark("There is no file {path}; name the signed attendance that the trainer sent."),
    mark("There is no file {path}; name {what}."),
    mark("There is no key {path}; make one with `toask portfolio keygen`, or name another."),
    mark("a criteria file"),
    mark("an attendance file"),
    mark("a verdict file"),
    mark("{path} is a folder; name {what} in it."),
    mark("{path} is no plain file; name {what}."),
    mark("{path} cannot be read ({why}); check its name and its permissions."),
    mark("{path} cannot be read ({why}); check its name and permissions."),
    mark("{path} cannot be read ({why}); check the file and try again."),
    mark("{path} is larger than {n} kB, so it is not {what}; name another file."),
    mark("{path} is no attendance that a trainer signed, or is damaged; ask the trainer for it again."),
    mark("{path} is no bundle, or only a piece of one is there; ask for it again, or name another file."),
    mark("{path} is far larger than any portfolio, so it is not read; ask for it again."),
    mark(
        "{path} would unpack to {parts} parts of {size} MB, more than any portfolio, so it is not read; "
        "ask for it again."
    ),
    mark("{path} is no portfolio: {part} {why}; ask for the bundle again."),
    mark("is damaged"),
    mark("is not in it"),
    mark("{part} was changed or damaged, so nothing can be checked; ask for the bundle again."),
    mark("This bundle was made by a newer toask; update toask and try again."),
    mark("This portfolio holds data that toask did not write ({kind}: {why}); ask for it again."),
    mark('A key needs the name of its owner; give --name "First Last".'),
    mark("{path} is there already and is not overwritten; give --out another name."),
    mark("{path} is a public key; sign with the private one, without .pub."),
    mark("{path} has a passphrase; type it, or set TOASK_PASSPHRASE."),
    mark("{path} cannot be used: {why}; try again, or name another key."),
    mark("the passphrase is wrong, or the file is damaged"),
    mark("it is damaged, or no private key"),
    mark("{path} is another kind of key; make one with `toask portfolio keygen`."),
    mark("{path} is a private key; name the public one (it ends in .pub), and keep this one to yourself."),
    mark("{path} is no public key, or is damaged; ask its owner for it again."),
    mark("{path} is another kind of key; ask for the one that `toask portfolio keygen` made."),
    mark("{path} is no key file; make one with `toask portfolio keygen`, or name another."),
    mark("{path} is not whole, or not signed; see `toask portfolio verify {again}`."),
    mark("{path} is about another training than {training}; name the bundle of this one."),
    mark("{path} was changed: {parts}; ask for the bundle again."),
    mark("{path} holds data that toask did not write; ask for the bundle again."),
    mark("{path} is signed already; sign the bundle that the trainee handed in."),
    mark("{path} names no owner; make a key with `toask portfolio keygen`."),
    mark("The attendance was signed with another key than {name}; ask the trainer which is right."),
    mark("The two passphrases are not the same; no key was made, try again."),
    mark("{path} is there already, perhaps with your verdicts; give --out another name."),
)
"""As `simulator.portfolio` and `toask portfolio` say them; what names a certain thing stands before what names any."""
