"""What a file holds becomes documents, units, codes, statements and memos of a project, in one event."""
