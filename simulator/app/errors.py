"""Sentences of the rooms below in the interface's language: they speak English and know nothing of the screen.

A sentence that is not listed here is shown as it came.
"""

from __future__ import annotations

import re
import string
from functools import lru_cache

from simulator.app.errors_models import MODELS
from simulator.app.errors_portfolio import PORTFOLIO
from simulator.app.errors_scoring import SCORING
from simulator.app.errors_serve import SERVE
from simulator.app.errors_system import SYSTEM
from simulator.app.errors_usage import USAGE
from simulator.i18n import mark, tr

SENTENCES: tuple[str, ...] = (
    mark("Another program holds {path} locked; close other toask windows and try again."),
    mark("The disk of {folder} is full: nothing was lost; free some space and send your turn again."),
    mark("Cannot write to {path}: make its folder writable, or set TOASK_DATA to another folder."),
    mark("Cannot write in {folder} ({why}): free space, or set TOASK_DATA."),
    mark("Cannot write in {folder} ({why}); choose another folder or free space."),
    mark("The database {path} is damaged ({why}); restart toask: it keeps the file aside."),
    mark("The database {path} could not be used ({why}); copy it to a safe place and try again."),
    mark("The database was damaged. It is kept as {name} in {folder}; a new one was started."),
    mark("There is no turn of yours yet; send one first."),
    mark(
        "This is an assessment, without going back, other words, the meter or help; go on with your next turn, "
        "or practise in another conversation."
    ),
    mark("That is no turn of yours in this conversation; choose one of your turns."),
    mark("That branch is not of this conversation; open it again from the history."),
    mark("A correction needs a reason; say in a few words what you see in this line."),
    mark("The school has no other words for this; go on with your next turn."),
    mark("This conversation is over; start a new one, or edit your last turn to go on from there."),
    mark("{name} is damaged on disk: run `toask models pull {again}`."),
    mark("{name}, which the school reads turns with, cannot be read: install toask again."),
    mark("{name}, which the school reads turns with, does not fit its hash: install toask again."),
    mark(
        "{name} changes on its way to the disk at {folder}: check that disk, or set TOASK_MODELS to a folder elsewhere."
    ),
    mark("The server {host} serves no model: load one there, then try again."),
    mark("The server {host} wants a key: put it into {key} and start again."),
    mark("The server {host} has no such address or model: check {url} and the model's name."),
    mark("The server {host} is too busy (status {status}): wait a moment and send again."),
    mark("The server {host} refused the request (status {status}): check the model's name."),
    mark("The weights of {name} are not here yet; {next}."),
    mark("The weights {path} hold {size} bytes instead of {wanted}; {next}."),
    mark("The weights {path} are damaged (expected sha256 {wanted}, found {found}); {next}."),
    mark("run `toask models pull {model}`"),
    mark("The weights {path} cannot be read ({why}); check the file, or {next}."),
    mark("The server {host} does not answer in time: send again, or choose another voice."),
    mark("The server {host} cannot be reached: start it, or choose another voice."),
    mark("The server {host} does not answer as an OpenAI-compatible one: check its address (…/v1)."),
    mark(
        "The model {model} on {host} thinks aloud and does not come to an answer: switch its thinking off on that "
        "server, or choose another model."
    ),
    mark("{url} is not a server's address: write it as http://host:port/v1#model."),
    mark("There is no scenario '{name}'; {hint}"),
    mark("did you mean {near}?"),
    mark("choose one of: {names} (`toask scenario list` shows all)."),
    mark("There is no file '{name}'; `toask scenario list` shows the scenarios there are."),
    mark("There is no model called {name}; choose one of: {names}."),
    mark("{name} matches topics and cannot speak; choose one of: {names}."),
    mark("The package index cannot be reached to fetch {what}; check the network and pull again."),
    mark("The package index that pip uses has no {what}; check pip's index setting, or use another model."),
    mark("The disk is full, {what} does not fit; free some space and pull again."),
    mark("The disk is full at {where}; free some space and pull again, or set TOASK_MODELS to a folder elsewhere."),
    mark(
        "The disk is too full for {name} ({wanted} MB wanted, {free} MB free at {where}); free some space "
        "and pull again, or set TOASK_MODELS to a folder elsewhere."
    ),
    mark("The folder {where} cannot be written; make it writable, or set TOASK_MODELS to a folder that is."),
    mark("{what} came damaged (expected sha256 {wanted}, found {found}); run `toask models pull {model}` again."),
    mark("The hub cannot give {hub} ({why}); check the network."),
    mark("The part that reads your turns is starting again: nothing is lost, wait a moment and send your turn again."),
    mark("Too many people are practising at this moment: nothing is lost, wait a moment and send your turn again."),
    mark("Your turn could not be read: nothing is lost, send it again, or put it in other words."),
    mark(
        "No scoring process answers at {address}: start `python -m simulator.serve.scoring --socket {again}`, or unset "
        "TOASK_SCORING."
    ),
    mark("{name} cannot speak in a tab: choose {own}, scripted or a server's address with TOASK_VOICE."),
    mark(
        "Turn {number} is damaged, its words are kept: put a copy of the database back, or delete that "
        "conversation with `toask data delete --conversation {id}`."
    ),
    mark("That conversation is not in the database; pick one from the history."),
    mark(
        "Deleting for good writes the database anew: that takes {wanted} MB and {free} MB are free in {folder}; "
        "free some space first."
    ),
    mark("Cannot remove {path} ({why}); close what uses it, then delete again."),
    mark("{path} is there already; give another name, so that nothing is overwritten."),
    mark("Cannot write {path} ({why}); free some space or choose another place."),
    mark("Cannot read the names in {path} ({why}); check the path."),
    mark("{path} is no UTF-8 text; save it as plain text, one name a line."),
    mark("{path} has {count} lines; at most {most} names are read. Split the list."),
    mark("A goal needs a few words; say what you want to do in your next conversations."),
    mark("A target is a whole percentage from 1 to 100; type for instance 60."),
    mark("That goal is not there any more; open the list again."),
    mark("That reflection report is not there any more; open the list again."),
    mark("That version is not there any more; open the list of versions again."),
    mark("That is {number} characters; at most {most} are kept. Shorten it and save again."),
    mark("{what} needs {part}, which is not installed; run `pip install 'toask[{extra}]'`."),
    mark("There is no conversation '{name}'; `toask report` lists them."),
    mark("'{name}' begins several conversations ({ids}); give more of the id."),
    mark("There are no conversations yet; `toask practice` starts one."),
    mark("The scenario of '{name}' was kept in a form that this version cannot read; export the conversation."),
    mark("A page"),
    mark("A PDF"),
    mark("{path} was written by a newer toask (schema {version}); update toask and try again."),
    mark("{name} is not loaded yet: wait a moment and send again."),
    mark("The scenario has no line that can be said here: run `toask scenario check` on it and correct it."),
    *MODELS,
    *PORTFOLIO,
    *SCORING,
    *SERVE,
)

STEPS: dict[str, str] = {
    "encoder": mark("loading what compares meanings"),
    "coder": mark("loading what recognises questions"),
    "voice": mark("loading the school's voice"),
    "scenario": mark("reading the scenario"),
    "starting torch": mark("starting the calculations"),
    "starting llama.cpp": mark("starting llama.cpp"),
    "reading the model": mark("reading the model"),
    "the unpacked model was damaged: unpacking it anew": mark("the unpacked model was damaged: unpacking it anew"),
    "reading the weights (once)": mark("unpacking the model (only this time)"),
    "reading the tokenizer (once)": mark("unpacking the vocabulary (only this time)"),
}


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    made = []
    for sentence in (*SENTENCES, *SYSTEM, *USAGE):
        parts = string.Formatter().parse(sentence)
        pattern = "".join(re.escape(words) + (f"(?P<{name}>.+?)" if name else "") for words, name, _, _ in parts)
        made.append((re.compile(pattern, re.DOTALL), sentence))
    return tuple(made)


def said(sentence: str) -> str:
    """Return a sentence of another room in the interface's language, with what it names."""
    for pattern, english in _patterns():
        found = pattern.fullmatch(sentence)
        if found:
            return tr(english).format(**{name: said(words) for name, words in found.groupdict().items()})
    return sentence


def step_name(step: str) -> str:
    """Return a step of the loading in the interface's language."""
    return tr(STEPS.get(step, step))
