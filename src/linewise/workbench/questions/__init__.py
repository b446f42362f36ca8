"""What the student asks, and what becomes of the answers."""
