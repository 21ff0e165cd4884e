"""From files to conversations that can be scored: roles given, language known, what cannot be scored said."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Sized
from dataclasses import dataclass, field, replace
from pathlib import Path

from simulator.i18n import tr
from simulator.scoring.errors import ScoringError
from simulator.scoring.few_words import heard
from simulator.transcripts.errors import ComesBack, OneSpeaker, SpeakersUnknown, TranscriptError
from simulator.transcripts.formats import formats
from simulator.transcripts.language import Language, mix, name_of, told
from simulator.transcripts.model import Conversation, Role
from simulator.transcripts.options import ReadOptions
from simulator.transcripts.read import records
from simulator.transcripts.record import Record
from simulator.transcripts.source import shown
from simulator.transcripts.speakers import roles

Ask = Callable[[SpeakersUnknown], Mapping[str, Role]]
Also = Callable[[], bool]
_BOTH = 0.8


@dataclass(frozen=True, slots=True)
class File:
    """A file to score, and the name it has in the output: its path inside the folder that was given."""

    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class Taken:
    """A conversation ready to be scored.

    Attributes:
        conversation: every line has a role.
        acts: what the school did in each line, where the file says so (a practised conversation), else empty.
        file: which file, counted from 0. `place`: which conversation in it.
    """

    conversation: Conversation
    acts: tuple[str, ...]
    file: int
    place: int

    @property
    def key(self) -> str:
        """What tells it from others, see `key_of`."""
        return key_of(self.conversation, self.place, self.acts)

    @property
    def letters(self) -> int:
        """How many letters its speakers and words have."""
        return sum(len(line.text) + len(line.speaker) for line in self.conversation.lines)


@dataclass(frozen=True, slots=True)
class Skipped:
    """What was not scored: the conversation (empty: a whole file), where it stands, and why, in one sentence."""

    id: str
    source: str
    why: str
    speakers: bool = False


@dataclass(slots=True)
class Reading:
    """How files are read.

    Attributes:
        options: format, columns, encoding.
        speakers: name → role, in all files.
        language: nl or en: score all as that language; empty: what the words say.
        ask: asks a person who speakers are; None: nobody is there to be asked. An answer holds for its file.
        also: asks that person, once, whether the answers hold for the other files too; None: they do not.
        skipped: what could not be scored so far.
        tell: is given each of them as it comes.
        note: is given a sentence about a conversation that is scored all the same.
    """

    options: ReadOptions = field(default_factory=ReadOptions)
    speakers: dict[str, Role] = field(default_factory=dict)
    language: str = ""
    ask: Ask | None = None
    skipped: list[Skipped] = field(default_factory=list)
    tell: Callable[[Skipped], None] = lambda skipped: None
    also: Also | None = None
    note: Callable[[str], None] = lambda sentence: None
    _answers: dict[str, Role] = field(default_factory=dict)
    _waiting: list[Skipped] = field(default_factory=list)
    _everywhere: bool = False
    _more: bool = False

    def begin(self, more: bool) -> None:
        """Begin a file: what was answered for the one before says nothing of it, for names may be swapped.

        Args:
            more: whether files come behind it.
        """
        self._answers, self._more = {}, more

    def known(self) -> dict[str, Role]:
        """Return who has which role in this file, as far as people said."""
        return {**self.speakers, **self._answers}

    def learn(self, given: Mapping[str, Role]) -> None:
        """Take what a person answered."""
        self._answers.update(given)
        if self._more and self.also is not None:
            self._everywhere, self.also = self.also(), None
        if self._everywhere:
            self.speakers.update(self._answers)

    def skip(self, skipped: Skipped) -> None:
        """Keep and tell that something is not scored."""
        self.skipped.append(skipped)
        self.tell(skipped)

    def wait(self, skipped: Skipped) -> None:
        """Keep what is not scored until the end of its file says whether it was a conversation at all."""
        self._waiting.append(skipped)

    def settle(self, pieces: bool = False) -> None:
        """At the end of a file tell what waited; `pieces`: those were none, so that they go untold."""
        waiting, self._waiting = self._waiting, []
        for skipped in [] if pieces else waiting:
            self.skip(skipped)


def key_of(conversation: Conversation, place: int, acts: Sequence[str] = ()) -> str:
    """Return what tells this conversation from others: its file, its place in it, all that is said and done in it."""
    head = f"{conversation.source}\0{place}\0{conversation.id}\0{conversation.language}"
    digest = hashlib.sha256(head.encode("utf-8", "surrogatepass"))
    for line in conversation.lines:
        digest.update(f"\0{line.role}\0{line.speaker}\0{line.timestamp}\0{line.text}".encode("utf-8", "surrogatepass"))
    digest.update("\0".join(acts).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()[:32]


def find(paths: Iterable[str | Path], chosen: str = "", without: Iterable[Path] = ()) -> list[File]:
    """Return the files that are meant, each once: those named, and of folders all with a transcript's ending.

    Args:
        paths: files and folders.
        chosen: a format's name; a folder's files then are those with its endings.
        without: files and folders that a folder is read without, such as what the run itself writes.

    Raises:
        ScoringError: nothing is there, or a folder holds no transcripts.
    """
    endings = {ending for one in formats() if chosen in ("", one.name) for ending in one.endings}
    own = {path.resolve() for path in without}
    found: dict[Path, File] = {}
    for path in map(Path, paths):
        if not path.is_dir():
            if not path.exists():
                raise ScoringError(tr("There is no file {path}; check the path.").format(path=path))
            found.setdefault(path.resolve(), File(path, shown(path.name)))
            continue
        inside = sorted(one for one in path.rglob("*") if one.suffix.lower() in endings and one.is_file())
        seen = [one for one in inside if not any(part.startswith(".") for part in one.relative_to(path).parts)]
        if not seen:
            line = tr("{path} holds no transcripts ({endings}); choose another folder.")
            raise ScoringError(line.format(path=path, endings=" ".join(sorted(endings))))
        for one in seen:
            if not own & {one.resolve(), *one.resolve().parents}:
                found.setdefault(one.resolve(), File(one, shown(one.relative_to(path).as_posix())))
    return list(found.values())


def take(files: Iterable[File], reading: Reading) -> Iterator[Taken]:
    """Yield all conversations that can be scored; one that cannot is told and passed over.

    So is the rest of a file that cannot be read on.
    """
    for number, file in enumerate(files):
        reading.begin(not isinstance(files, Sized) or number + 1 < len(files))
        try:
            for place, record in enumerate(records(file.path, reading.options)):
                ready = _ready(record, file.name, reading)
                if ready is not None:
                    yield Taken(ready, acts_of(record, ready), number, place)
        except TranscriptError as error:
            # Where rows are not sorted the pieces with one speaker are no conversations, and nothing to be told.
            reading.settle(isinstance(error, ComesBack))
            reading.skip(Skipped("", file.name, str(error)))
        reading.settle()


def acts_of(record: Record, conversation: Conversation) -> tuple[str, ...]:
    """Return what the school did in each line of a practised conversation; empty where the file says nothing.

    toask's own exports keep the act with the trainee's turn that it answers; it belongs to the school's line behind it.
    """
    acts = ["" for _ in conversation.lines]
    for place, row in enumerate(record.rows):
        act = row.get("act")
        if not isinstance(act, str) or not act:
            continue
        answer = place + (conversation.lines[place].role == "trainee")
        if answer < len(acts) and conversation.lines[answer].role == "school":
            acts[answer] = act
    return tuple(acts) if any(acts) else ()


def _ready(record: Record, source: str, reading: Reading) -> Conversation | None:
    conversation = replace(record.conversation, source=source)
    try:
        conversation = _with_roles(conversation, reading)
    except TranscriptError as error:
        skipped = Skipped(conversation.id, source, str(error), isinstance(error, SpeakersUnknown))
        if isinstance(error, OneSpeaker):
            reading.wait(skipped)
        else:
            reading.skip(skipped)
        return None
    if reading.language:
        return replace(conversation, language=reading.language)
    language = heard(conversation)
    code = scored_as(language, conversation.language)
    where = source
    if conversation.id != Path(source).stem:
        where = tr("{file}, conversation {id}").format(file=source, id=conversation.id)
    if code is None:
        reading.skip(Skipped(conversation.id, source, told(language, where)))
        return None
    if language.code == "mixed":
        line = tr(
            "{where} mixes languages ({languages}) and is scored as {language}; give --lang to score it as another."
        )
        reading.note(line.format(where=where, languages=mix(language), language=name_of(code)))
    return replace(conversation, language=code)


def _with_roles(conversation: Conversation, reading: Reading) -> Conversation:
    """Return it with roles, asking as long as answers leave somebody open: who is named may change who is known."""
    while True:
        known = reading.known()
        try:
            return roles(conversation, known)
        except SpeakersUnknown as unknown:
            if reading.ask is None:
                raise
            given = reading.ask(unknown)
            if not given or given.items() <= known.items():
                raise
            reading.learn(given)


def scored_as(language: Language, stated: str = "") -> str | None:
    """Return nl or en; empty when there are too few words to tell; None when it is not scored.

    A mix of Dutch and English alone is scored as the one with more words: coders know both.
    """
    if language.code == "":
        return stated if stated in ("nl", "en") else ""
    if language.code == "mixed":
        shares: dict[str, float] = {code: share for code, share in language.shares if code in ("nl", "en")}
        return max(shares, key=lambda code: shares[code]) if sum(shares.values()) >= _BOTH else None
    return language.code if language.scored else None
