"""Long work in the background of this process: queued, told about, cancelled, never lost from sight."""

from linewise.jobs.board import Cancelled, Job, JobBoard, JobView

__all__ = ["Cancelled", "Job", "JobBoard", "JobView"]
