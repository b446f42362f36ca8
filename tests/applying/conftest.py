"""The demo corpus, for every test here that wants it."""

from tests.support.happydb import happy, lexical, vectors

__all__ = ["happy", "lexical", "vectors"]
