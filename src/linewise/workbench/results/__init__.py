"""What the machine says of the corpus: applied, promised, counted, exported."""
