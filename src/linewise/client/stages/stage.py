"""What the stages of a remote project share."""

from collections.abc import Callable

from linewise.client.jobs import Jobs
from linewise.client.route import Routes
from linewise.jobs import JobView

Told = Callable[[JobView], object]


class Stage(Routes):
    @property
    def _jobs(self) -> Jobs:
        return Jobs(self._connection, "/jobs")
