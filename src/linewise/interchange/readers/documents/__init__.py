"""Documents of word processors, browsers and books: each file is one document with its structure."""
