"""What `linewise up --demo` puts into an empty workspace."""

from linewise.workbench import Workspace
from linewise.workbench.example import NAME


def ensure(workspace: Workspace) -> None:
    """Make the example project, unless somebody works on something here already."""
    if all(card.name == NAME and not card.units for card in workspace.projects()):
        workspace.demo()
