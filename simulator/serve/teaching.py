"""A trainer's pages: start a class, hand out links, see how far everybody is in figures; and the admin's page."""

from __future__ import annotations

from collections.abc import Sequence

from anyio.to_thread import run_sync
from starlette.responses import Response

from simulator.growth.progress_words import depth_name
from simulator.i18n import mark
from simulator.serve import accounts, past, tokens
from simulator.serve.accounts import Account, SchoolClass
from simulator.serve.doors import NOT_HERE, Door
from simulator.serve.errors import ServeError
from simulator.serve.guard import own_origin
from simulator.serve.names import Names, read
from simulator.serve.once import Handout
from simulator.serve.render import page
from simulator.serve.visit import Visit, go

AT_ONCE = 60
PICKED = "person-"
"""Before the id of a person in the name of a field."""


def classes(seen: Visit) -> Response:
    """List one's classes."""
    return page(seen, "classes", seen.tr("Classes"), rows=accounts.classes(seen.hall.book, seen.me.id))


def start(seen: Visit) -> Response:
    """Start a class."""
    made = accounts.start_class(seen.hall.book, seen.form.get("name", ""), seen.me.id, seen.now)
    return go(f"/classes/{made.id}")


def own_class(seen: Visit) -> SchoolClass:
    """Return the class that is asked for.

    Raises:
        ServeError: it is not this trainer's; that there is one is not told.
    """
    found = accounts.class_of(seen.hall.book, seen.path("classroom"), seen.me.id)
    if found is None:
        raise ServeError(NOT_HERE, 404)
    return found


def progress(seen: Visit) -> Response:
    """Show how far everybody in a class is."""
    return _class(seen, own_class(seen))


def _class(
    seen: Visit, classroom: SchoolClass, status: int = 200, notice: str = "", names: str = "", twice: bool = False
) -> Response:
    """Show a class; `names`: what was typed and not taken, so that nobody types it again."""
    people = accounts.in_class(seen.hall.book, classroom.id)
    rows = [(one, past.counts(seen.hall.folder(one.id).database)) for one in people]
    return page(seen, "class", classroom.name, status=status, notice=notice, classroom=classroom, rows=rows,
                picked=PICKED, depth=lambda deepest: depth_name(deepest, seen.words), names=names,
                twice=twice)  # fmt: skip


def people(seen: Visit) -> Response:
    """Add people to a class, and show a link for each; names that are there already only when that is said again."""
    classroom = own_class(seen)
    typed = seen.form.get("names", "")
    there = accounts.in_class(seen.hall.book, classroom.id)
    names = read(typed, [one.name for one in there])
    wrong = _wrong(seen, names, len(there))
    if wrong:
        return _class(seen, classroom, 400, wrong, names=typed)
    if names.twice and seen.form.get("twice") != "yes":
        line = seen.tr(
            "Nobody is added yet, for these are in the class or the list already: {names}. Take them out of the list "
            "below, or tick that these are other people."
        )
        return _class(seen, classroom, 409, line.format(names=", ".join(names.twice)), names=typed, twice=True)
    made = [accounts.add(seen.hall.book, name, "trainee", seen.now, classroom.id) for name in names.all]
    return _links(seen, made, f"/classes/{classroom.id}", classroom.name)


def _wrong(seen: Visit, names: Names, there: int) -> str:
    """Return why these cannot be added to a class of so many; empty: they can."""
    if names.long:
        line = seen.tr("Line {line} is longer than the {n} characters of a name: “{start}…”; shorten it.")
        number, text = names.long
        return line.format(line=number, n=accounts.LONGEST, start=text[:30])
    if not 0 < len(names.all) <= AT_ONCE:
        return seen.tr("Give 1 to {n} names, one on each line.").format(n=AT_ONCE)
    if there + len(names.all) > accounts.MOST_IN_CLASS:
        return seen.tr("A class has at most {n} people; start another one.").format(n=accounts.MOST_IN_CLASS)
    return ""


def links(seen: Visit) -> Response:
    """Show new links for people of a class; their old ones hold no longer."""
    classroom = own_class(seen)
    picked = [one for one in accounts.in_class(seen.hall.book, classroom.id) if PICKED + one.id in seen.form]
    if not picked:
        raise ServeError(mark("Choose at least one person; go back and tick a name."))
    closed_to_links(picked)
    return _links(seen, picked, f"/classes/{classroom.id}", classroom.name)


def closed_to_links(people: Sequence[Account]) -> None:
    """Look whether a link may be made for all of these: who makes a link could use it and read along.

    Raises:
        ServeError: somebody has a password, and comes in by that alone.
    """
    for one in people:
        if one.has_password:
            line = mark("{name} has a password, so no link can be made here; who looks after the server can make one.")
            raise ServeError(line, 403, name=one.name)


def _links(seen: Visit, people: Sequence[Account], back: str, heading: str) -> Response:
    """Make links and lead on to the page on which they stand once: only hashes of them are kept."""
    days, here = seen.hall.config.link_days, own_origin(seen.hall.config, seen.request.scope)
    rows = [
        (one, f"{here}/in/{tokens.make_link(seen.hall.book, one.id, seen.now, days, seen.me.id)}") for one in people
    ]
    return go(f"/links/{seen.hall.once.put(Handout(rows, back, heading), seen.token)}")


def shown(seen: Visit) -> Response:
    """Show links that this sign-in just made.

    Raises:
        ServeError: they were shown already, or are of somebody else.
    """
    found = seen.hall.once.take(seen.path("key"), seen.token)
    if found is None:
        raise ServeError(mark("These links were shown once and are not kept; make new ones on the page before."), 404)
    return page(seen, "links", seen.tr("Links"), rows=found.rows, back=found.back, heading=found.heading,
                days=seen.hall.config.link_days)  # fmt: skip


async def remove(seen: Visit) -> Response:
    """Remove somebody from a class, with all that is theirs."""
    classroom = await run_sync(own_class, seen)
    found = await run_sync(accounts.find, seen.hall.book, seen.form.get("account", ""))
    if found is None or found.classroom != classroom.id:
        raise ServeError(NOT_HERE, 404)
    if seen.form.get("sure") != "yes":
        raise ServeError(mark("Nothing was deleted: go back and tick that you are sure."))
    await seen.hall.erase(found)
    return go(f"/classes/{classroom.id}")


def admin(seen: Visit) -> Response:
    """Show the trainers and how busy it is; nothing of what anybody says."""
    book, seats = seen.hall.book, seen.hall.seats
    rows = [(one, accounts.classes(book, one.id)) for one in accounts.with_role(book, "trainer")]
    return page(seen, "admin", seen.tr("Looking after the server"), rows=rows, sitting=len(seats.seats),
                waiting=len(seats.waiting), most=seats.limits.most, problem_now=seen.hall.ready())  # fmt: skip


def add_trainer(seen: Visit) -> Response:
    """Make an account for a trainer and show a link."""
    made = accounts.add(seen.hall.book, seen.form.get("name", ""), "trainer", seen.now)
    return _links(seen, [made], "/admin", made.name)


def trainer_link(seen: Visit) -> Response:
    """Show a new link for a trainer; for a trainee only its trainer can make one."""
    found = accounts.find(seen.hall.book, seen.form.get("account", ""))
    if found is None or found.role != "trainer":
        raise ServeError(NOT_HERE, 404)
    closed_to_links([found])
    return _links(seen, [found], "/admin", found.name)


DOORS = (
    Door("GET", "/classes", "trainer", classes),
    Door("POST", "/classes", "trainer", start),
    Door("GET", "/classes/{classroom}", "trainer", progress),
    Door("POST", "/classes/{classroom}/people", "trainer", people),
    Door("POST", "/classes/{classroom}/links", "trainer", links),
    Door("POST", "/classes/{classroom}/remove", "trainer", live=remove),
    Door("GET", "/links/{key}", "signed in", shown),
    Door("GET", "/admin", "admin", admin),
    Door("POST", "/admin/trainers", "admin", add_trainer),
    Door("POST", "/admin/links", "admin", trainer_link),
)
