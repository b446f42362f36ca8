"""When two units are twins: the same text, and so open to being coded at once."""

from hashlib import blake2b


def text_key(text: str) -> bytes:
    """Sixteen bytes that two units share exactly when their texts are equal but for outer whitespace.

    Units are cut without outer whitespace, so texts that differ in it alone would look the same on every
    page. Of HappyDB's 14,125 texts 12,707 are distinct as stored and 12,697 by this key. Case, spelling and
    Unicode form do count.
    """
    return blake2b(text.strip().encode("utf-8", "surrogatepass"), digest_size=16).digest()
