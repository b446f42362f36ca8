"""The example project: HappyDB, texts only, so that a person really codes it."""

from typing import TYPE_CHECKING

from linewise.demo import happydb_path
from linewise.importing.plan import ImportPlan
from linewise.jobs import Job
from linewise.workbench.project import Project
from linewise.workbench.views import ImportReport

if TYPE_CHECKING:
    from linewise.workbench.workspace import Workspace

NAME = "Happy moments"


def example(workspace: "Workspace") -> Project:
    """The example project, made if there is none; its texts arrive in the background."""
    known = next((card for card in workspace.projects() if card.name == NAME), None)
    project = workspace.project(known.id) if known is not None else workspace.create(NAME)
    if known is not None and known.units:
        return project

    def work(job: Job) -> ImportReport:
        with happydb_path() as path:
            plan = ImportPlan(text=("text",), id="id")
            report = project.importing.run(path, plan, name="HappyDB", progress=job.progress)
        project.teaching.start_encoding()
        return report

    workspace.jobs.start(project.id, "import", "import HappyDB", work, once=True)
    return project
