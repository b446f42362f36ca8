"""Files in and out: readers, preview and writers, one file for each format."""
