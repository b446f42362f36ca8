"""What people want to know of an encoder before they use it: languages, size, licence."""

from collections.abc import Mapping

from linewise.encoders.hybrid import Hybrid
from linewise.encoders.lexical import Lexical
from linewise.encoders.minilm import MiniLM
from linewise.encoders.transformer import Transformer
from linewise.teaching.encoder import Encoder
from linewise.teaching.languages import ALL

MINILM_PARAMETERS = 22_713_216


def about(encoder: Encoder) -> Mapping[str, object]:
    """Languages it reads (ISO 639 codes, "*" for any, none where unknown), licence, number of parameters, device."""
    parts = (encoder.first, encoder.second) if isinstance(encoder, Hybrid) else (encoder,)
    main = next((part for part in parts if not isinstance(part, Lexical)), parts[0])
    return {
        "languages": list(_languages(main)),
        "licence": encoder.licence,
        "parameters": sum(map(_parameters, parts)),
        "device": main.device if isinstance(main, Transformer) else "cpu",
        "words": any(isinstance(part, Lexical) for part in parts),
    }


def _languages(part: Encoder) -> tuple[str, ...]:
    if isinstance(part, MiniLM):
        return ("en",)
    if isinstance(part, Lexical):
        return (ALL,)
    return part.languages if isinstance(part, Transformer) else ()


def _parameters(part: Encoder) -> int:
    if isinstance(part, MiniLM):
        return MINILM_PARAMETERS
    if isinstance(part, Lexical):
        return int(part.projection.size + part.idf.size)
    return part.parameters if isinstance(part, Transformer) else 0
