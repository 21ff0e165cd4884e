"""The app of `toask review`: the same app, with a review project as its first screen."""

from __future__ import annotations

from contextlib import suppress

from simulator.app.app import ToaskApp
from simulator.app.screens.review import ReviewProject
from simulator.app.services import Services
from simulator.errors import ToaskError
from simulator.review.desk import Desk


class ReviewApp(ToaskApp):
    """Opens a desk."""

    def __init__(self, services: Services, desk: Desk) -> None:
        super().__init__(services)
        self.desk = desk

    def get_default_screen(self) -> ReviewProject:
        """The project is the screen below all others."""
        return ReviewProject(self.desk)

    def on_mount(self) -> None:
        """Remember the project, so that the home screen offers it again."""
        with suppress(ToaskError):  # the screen says what is wrong with it
            found = self.settings.reviewed(self.desk.path)
            if found != self.settings:
                self.remember(found)

    def on_unmount(self) -> None:
        """Close the project too."""
        self.desk.close()
        super().on_unmount()


def run(services: Services, desk: Desk) -> int:
    """Run the app and return the exit status (0, or 1 after a crash)."""
    app = ReviewApp(services, desk)
    app.run()
    return app.return_code or 0
