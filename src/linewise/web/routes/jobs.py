"""Work in the background: how far it is, and stopping it."""

from linewise.jobs import JobView
from linewise.web.at import WorkspaceAt
from linewise.web.fields import IdentInPath
from linewise.web.router import routes

router = routes("jobs", "/jobs")


@router.get("/{job}")
def job(workspace: WorkspaceAt, job: IdentInPath) -> JobView:
    """How far a job is, and what came of it."""
    return workspace.jobs.get(job)


@router.delete("/{job}")
def cancel(workspace: WorkspaceAt, job: IdentInPath) -> JobView:
    """Ask a job to stop at its next step."""
    return workspace.jobs.cancel(job)
