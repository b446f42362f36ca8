"""Group: open codes become codes, and the codebook is kept in order."""
