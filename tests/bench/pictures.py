"""Makes the pictures of the README from the real app with the real model: docs/pictures/*.svg.

Run: python -m tests.bench.pictures
"""

from __future__ import annotations

import asyncio
import os
import tempfile
from pathlib import Path

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
TURNS = (
    "Goedemiddag Karin, fijn dat ik mocht komen.",
    "Hoe ging het vorig jaar, met die lessen?",
    "Je zegt dat het daarna weer klaar is. Wat gebeurt er dan?",
    "Wij hebben een training voor leerkrachten, die past hier perfect.",
    "Sorry, ik loop te hard van stapel. Wat doen je collega's tijdens zo'n les?",
)


async def main() -> None:
    """Play a few turns and save what the screens show."""
    from simulator.app.app import ToaskApp
    from simulator.app.real import RealServices
    from simulator.app.screens.conversation import ConversationScreen

    PICTURES.mkdir(parents=True, exist_ok=True)
    services = RealServices(seed=4)
    services.prepare(lambda step: None)
    app = ToaskApp(services)
    async with app.run_test(size=(92, 34)) as pilot:
        await pilot.pause(3)
        app.save_screenshot("begin.svg", str(PICTURES))
        app.open_brief(services.scenario("nl/vakdocent-dans"))
        await pilot.pause(2)
        await pilot.press("f5")
        while not isinstance(app.screen, ConversationScreen):
            await pilot.pause(0.2)
        screen = app.screen
        await pilot.pause(2)
        for text in TURNS:
            screen.composer.put(text)
            await pilot.press("enter")
            await pilot.pause(0.5)
            while screen.busy is not None or screen.composer.text:
                await pilot.pause(0.2)
        await pilot.pause(1)
        app.save_screenshot("gesprek.svg", str(PICTURES))
    services.close()
    await preview()


async def preview() -> None:
    """Save what the author's view shows."""
    from textual.widgets import Input

    from simulator.app.preview.app import PreviewApp
    from simulator.cli.preview import Maker

    app = PreviewApp(PICTURES.parents[1] / "scenarios" / "nl" / "stoer-theater.yaml", Maker("scripted"))
    async with app.run_test(size=(124, 34)) as pilot:
        while app.xray is None or app.busy:
            await pilot.pause(0.2)
        for text in ("Hoe is deze vraag ontstaan?", "Je zegt dat de rest knikte. Wat zag je toen?"):
            app.query_one("#say", Input).value = text
            await pilot.press("enter")
            await pilot.pause(0.3)
            while app.busy:
                await pilot.pause(0.2)
        await pilot.pause(0.5)
        app.save_screenshot("preview.svg", str(PICTURES))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"TOASK_DATA": folder, "TOASK_CONFIG": folder, "TOASK_LANG": "nl"}
        asyncio.run(main())
