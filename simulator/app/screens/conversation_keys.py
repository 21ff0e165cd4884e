"""The keys of the conversation screen."""

from __future__ import annotations

from textual.binding import Binding, BindingType

from simulator.i18n import mark

KEYS: list[BindingType] = [
    Binding(
        "f2",
        "hint",
        mark("I'm stuck"),
        id="hint",
        priority=True,
        tooltip=mark("Words worth picking up and a rule of thumb; it is counted"),
    ),
    Binding("f3", "notes", mark("Notes"), id="notes", priority=True, tooltip=mark("Guesses and notes, open or close")),
    Binding(
        "ctrl+e",
        "edit",
        mark("Edit"),
        id="edit",
        priority=True,
        tooltip=mark("Change your last turn and send it again; the old one is kept"),
    ),
    Binding(
        "ctrl+r",
        "regenerate",
        mark("Other words"),
        id="regenerate",
        priority=True,
        tooltip=mark("Have the school say the same thing in other words"),
    ),
    Binding(
        "f8", "end", mark("End"), id="end", priority=True, tooltip=mark("End the conversation and see how it went")
    ),
    Binding(
        "escape",
        "stop",
        mark("Stop"),
        id="stop",
        show=False,
        tooltip=mark("Stop the answer and get your words back; or close what is open"),
    ),
    Binding(
        "f4",
        "meter",
        mark("Meter"),
        id="meter",
        priority=True,
        show=False,
        tooltip=mark("Show or hide the meter between telling and asking"),
    ),
    Binding(
        "ctrl+end,f9",
        "newest",
        mark("Newest"),
        id="newest",
        priority=True,
        show=False,
        tooltip=mark("Jump to the newest words"),
    ),
    Binding(
        "ctrl+home",
        "earlier",
        mark("Earlier"),
        id="earlier",
        priority=True,
        show=False,
        tooltip=mark("Show earlier turns"),
    ),
    Binding(
        "ctrl+up,pageup",
        "page(-1)",
        mark("Page up"),
        id="page.up",
        priority=True,
        show=False,
        tooltip=mark("Scroll back"),
    ),
    Binding(
        "ctrl+down,pagedown",
        "page(1)",
        mark("Page down"),
        id="page.down",
        priority=True,
        show=False,
        tooltip=mark("Scroll forward"),
    ),
    Binding(
        "ctrl+y",
        "copy",
        mark("Copy"),
        id="copy",
        priority=True,
        show=False,
        tooltip=mark("Copy the school's last words; with Tab you reach other turns, Enter copies them"),
    ),
    Binding(
        "ctrl+o",
        "home",
        mark("Home"),
        id="home",
        priority=True,
        show=False,
        tooltip=mark("Back to the home screen; you can go on later"),
    ),
]
