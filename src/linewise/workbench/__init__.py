"""The composition root and in-process Python API: a workspace, its projects, and their stages."""

from linewise.workbench.project import Project
from linewise.workbench.workspace import Workspace, open_project, open_workspace

__all__ = ["Project", "Workspace", "open_project", "open_workspace"]
