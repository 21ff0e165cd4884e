"""From what a trainer has to conversations: exports, bundles, scored files, reviews, a server, folders of them."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from simulator.errors import ToaskError
from simulator.group import from_bundle, from_export, from_log, from_review, from_scored, from_server
from simulator.group.disguise import unnamed
from simulator.group.errors import GroupError
from simulator.group.merge import merged
from simulator.group.model import GIVEN, Group, Left, Talk, Trainee
from simulator.i18n import tr, trn
from simulator.portfolio import archive as bundle
from simulator.report.plain import one_line

ENDINGS = (".zip", ".json", ".review", ".db")
MOST_FILES = 20_000


def gather(sources: Sequence[str], classroom: str = "", nameless: bool = False) -> Group:
    """Return the class that these sources make; what cannot be used is left out and said.

    Args:
        sources: files and folders, each as `PATH` or `NAME=PATH`, where NAME is the trainee's.
        classroom: of a server's people only this class.
        nameless: say nothing of what a file is called or holds, where none can be used.

    Raises:
        GroupError: there is no such file or folder, or nothing in it can be used.
    """
    group = Group()
    for source in sources:
        path, name = named(source)
        _take(path, Trainee(name, GIVEN) if name else None, classroom, group)
    group.talks = merged(group.talks)
    if not group.talks:
        raise GroupError(_nothing(list(map(unnamed, group.left)) if nameless else group.left))
    return group


def named(source: str) -> tuple[Path, str]:
    """Return the path of a source and the trainee's name, where one is given.

    Raises:
        GroupError: there is nothing at that path.
    """
    if Path(source).exists():
        return Path(source), ""
    name, sign, rest = source.partition("=")
    if sign and rest and Path(rest).exists():
        return Path(rest), one_line(name, 120)
    line = tr("There is no {path}; give files or folders, or NAME=FILE to say whose it is.")
    raise GroupError(line.format(path=source[:200]))


def _nothing(left: Sequence[Left]) -> str:
    if not left:
        return tr("These sources hold no conversations yet; give data exports, portfolios or scored transcripts.")
    more = tr(" (and {n} more)").format(n=len(left) - 1) if len(left) > 1 else ""
    return tr("Nothing could be used: {why}").format(why=left[0].why) + more


def _take(path: Path, trainee: Trainee | None, classroom: str, group: Group) -> None:
    if path.is_dir() and from_server.is_server(path):
        _server(path, classroom, group)
    elif path.is_dir():
        for inside in _files(path):
            _file(inside, trainee, group, inside.relative_to(path).as_posix())
    else:
        _file(path, trainee, group, path.name)


def _files(folder: Path) -> Iterator[Path]:
    """Yield the files of a folder that may be sources, by name.

    Raises:
        GroupError: it holds far too many to be a class.
    """
    held = [one for one in folder.rglob("*") if one.suffix.lower() in ENDINGS and one.is_file()]
    shown = sorted(one for one in held if not any(part.startswith(".") for part in one.relative_to(folder).parts))
    if len(shown) > MOST_FILES:
        line = tr("{path} holds {n} files, more than a class has; name a smaller folder.")
        raise GroupError(line.format(path=folder, n=len(shown)))
    yield from shown


def _file(path: Path, trainee: Trainee | None, group: Group, name: str) -> None:
    who = trainee or Trainee(one_line(path.stem, 80))
    try:
        group.talks += list(_reader(path)(path, who))
    except ToaskError as error:
        group.left.append(Left(name, one_line(str(error).replace(str(path), name), 300)))


def _reader(path: Path) -> Callable[[Path, Trainee], Iterator[Talk]]:
    """Return what reads a file.

    Raises:
        GroupError: it is no source.
    """
    ending = path.suffix.lower()
    if ending == ".zip":
        return _zip
    if ending == ".json":
        return from_scored.talks
    if ending == ".review":
        return from_review.talks
    if ending == ".db":
        return _log
    line = tr("{path} is no source for a class; give a data export, a portfolio, or what `toask score --json` made.")
    raise GroupError(line.format(path=path))


def _log(path: Path, trainee: Trainee) -> Iterator[Talk]:
    server = from_server.of_an_account(path)
    if server is not None:
        line = tr("{path} belongs to an account of `toask serve`; give {server}, which knows who agreed to it.")
        raise GroupError(line.format(path=path, server=server))
    yield from from_log.talks(path, trainee)


def _zip(path: Path, trainee: Trainee) -> Iterator[Talk]:
    """Yield the conversations of a data export or of a bundle."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            if from_export.CONVERSATIONS in names and from_export.TURNS in names:
                yield from from_export.talks(path, archive, trainee)
                return
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        line = tr("{path} is no ZIP file, or only a piece of one is there; ask for it again.")
        raise GroupError(line.format(path=path)) from error
    if bundle.MANIFEST not in names:
        line = tr("{path} is no data export and no portfolio; ask for what `toask data export` writes.")
        raise GroupError(line.format(path=path))
    yield from from_bundle.talks(path, trainee)


def _server(folder: Path, classroom: str, group: Group) -> None:
    closed = 0
    for person in from_server.people(folder, classroom):
        closed += not person.consent
        if not person.consent or not person.log.is_file() or person.log.is_symlink():
            continue
        try:
            group.talks += list(from_log.talks(person.log, person.trainee))
        except ToaskError:
            name = person.trainee.name
            line = tr("The conversations of {name} cannot be read; look at their folder.")
            group.left.append(Left(name, line.format(name=name)))
    if closed:
        line = trn("{n} person has not agreed that the trainer reads along.",
                   "{n} people have not agreed that the trainer reads along.", closed)  # fmt: skip
        group.left.append(Left(folder.name, line.format(n=closed), fault=False))
