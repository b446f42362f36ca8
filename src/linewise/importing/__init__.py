"""Importing: from rows of a file to documents and units; decisions only, no files."""
