"""What a round puts before a coder: how it is chosen, what may be seen of it, why the model says what it says."""
