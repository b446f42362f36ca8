"""The example project of `linewise up --demo`: HappyDB, texts only, so that a person really codes it."""

from linewise.demo import happydb_path
from linewise.importing.plan import ImportPlan
from linewise.jobs import Job
from linewise.workbench import Workspace
from linewise.workbench.views import ImportReport

NAME = "Happy moments"


def ensure(workspace: Workspace) -> None:
    """Make the example project in an empty workspace; the texts arrive in the background."""
    cards = workspace.projects()
    if any(card.name != NAME or card.units for card in cards):
        return
    project = workspace.project(cards[0].id) if cards else workspace.create(NAME)

    def work(job: Job) -> ImportReport:
        with happydb_path() as path:
            plan = ImportPlan(text=("text",), id="id")
            report = project.importing.run(path, plan, name="HappyDB", progress=job.progress)
        project.teaching.start_encoding()
        return report

    workspace.jobs.start(project.id, "import", "import HappyDB", work)
