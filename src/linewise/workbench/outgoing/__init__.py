"""Everything that leaves a project as a file: composed here, written by the formats of `linewise.interchange`."""
