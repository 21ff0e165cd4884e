"""The app's own themes: dark, light, two of high contrast, and one that is safe for colour-blind people."""

from __future__ import annotations

from textual.theme import Theme

from simulator.i18n import mark

DEFAULT = "toask-dark"

THEMES: tuple[Theme, ...] = (
    Theme(
        name="toask-dark", primary="#7FB4CA", secondary="#B8A3D9", accent="#F2B872", warning="#F2B872",
        error="#F08C8C", success="#8CCB9B", foreground="#E6E4DF", background="#1B1D22", surface="#23262D",
        panel="#2C3038", dark=True,
        variables={"footer-key-foreground": "#F2B872", "block-cursor-background": "#7FB4CA",
                   "block-cursor-foreground": "#15171B", "block-cursor-blurred-background": "#3A4450"},
    ),
    Theme(
        name="toask-light", primary="#1F5F7A", secondary="#5B4A8A", accent="#9A5B00", warning="#9A5B00",
        error="#A32626", success="#22683A", foreground="#1D1F23", background="#FAF8F4", surface="#F1EEE7",
        panel="#E6E1D7", dark=False,
        variables={"footer-key-foreground": "#7A4700", "block-cursor-background": "#1F5F7A",
                   "block-cursor-foreground": "#FFFFFF", "block-cursor-blurred-background": "#CFDDE3"},
    ),
    Theme(
        name="toask-contrast", primary="#FFFF00", secondary="#00FFFF", accent="#FFFF00", warning="#FFFF00",
        error="#FF9C9C", success="#7CFF7C", foreground="#FFFFFF", background="#000000", surface="#000000",
        panel="#000000", dark=True, text_alpha=1.0,
        variables={"footer-key-foreground": "#FFFF00", "footer-background": "#000000", "border": "#FFFFFF",
                   "border-blurred": "#FFFFFF", "block-cursor-background": "#FFFF00", "scrollbar": "#FFFFFF",
                   "block-cursor-foreground": "#000000", "block-cursor-blurred-background": "#444400",
                   "text-muted": "#FFFFFF", "text-disabled": "#DDDDDD", "scrollbar-background": "#000000"},
    ),
    Theme(
        name="toask-contrast-light", primary="#00008B", secondary="#5B005B", accent="#00008B", warning="#5C3300",
        error="#8B0000", success="#004D00", foreground="#000000", background="#FFFFFF", surface="#FFFFFF",
        panel="#FFFFFF", dark=False, text_alpha=1.0,
        variables={"footer-key-foreground": "#00008B", "footer-background": "#FFFFFF", "border": "#000000",
                   "border-blurred": "#000000", "block-cursor-background": "#00008B", "scrollbar": "#000000",
                   "block-cursor-foreground": "#FFFFFF", "block-cursor-blurred-background": "#CCCCFF",
                   "text-muted": "#000000", "text-disabled": "#222222", "scrollbar-background": "#FFFFFF"},
    ),
    # Okabe and Ito's palette: its blues, orange and yellow stay apart in all common kinds of colour blindness.
    Theme(
        name="toask-colourblind", primary="#56B4E9", secondary="#CC79A7", accent="#E69F00", warning="#F0E442",
        error="#E69F00", success="#56B4E9", foreground="#F2F2F2", background="#101418", surface="#182028",
        panel="#22303C", dark=True,
        variables={"footer-key-foreground": "#F0E442", "block-cursor-background": "#E69F00",
                   "block-cursor-foreground": "#000000", "block-cursor-blurred-background": "#3B3420"},
    ),
)  # fmt: skip

NAMES: dict[str, str] = {
    "toask-dark": mark("Dark"),
    "toask-light": mark("Light"),
    "toask-contrast": mark("High contrast, dark"),
    "toask-contrast-light": mark("High contrast, light"),
    "toask-colourblind": mark("Safe for colour-blind people"),
}
