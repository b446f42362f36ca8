"""The encoder in use, vectors of all units, and others to take its place: by name, by folder, tuned."""
