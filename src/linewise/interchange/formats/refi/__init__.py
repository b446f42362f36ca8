"""REFI-QDA out: a project (.qdpx) and a codebook (.qdc), valid by the standard's own schemas."""
