"""A tiny random BERT in a folder, made in a moment, for tests of whatever loads, trains or keeps an encoder."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.support.missing import MARK

PLAIN = ("i", "we", "my", "the", "a", "to", "with", "and", "was", "is", "went", "made", "got", "saw", "had", "new")
KINDS = (("dinner", "lunch", "cake"), ("run", "gym", "yoga", "walk"), ("boss", "job", "raise", "money"))
WORDS = (*PLAIN, "happy", "glad", "about", "friend", *(word for kind in KINDS for word in kind))
PIECES = ("##s", "##ed", "##ing", "##er")


def torch_or_skip() -> None:
    """Skip the test, loudly, where PyTorch or transformers is not installed: not every machine can have them."""
    for name in ("torch", "transformers"):
        try:
            __import__(name)
        except ImportError as error:
            pytest.skip(f"{name}{MARK}{error}; install the extra `heavy`")


def make_tiny(folder: Path, *, words: Sequence[str] = WORDS, head: bool = True, width: int = 32, seed: int = 0) -> Path:
    """A BERT of two layers with random weights, with or without its masked-language-model head."""
    import torch
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
    from transformers import BertConfig, BertForMaskedLM, BertModel, PreTrainedTokenizerFast

    marks = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    vocabulary = {piece: at for at, piece in enumerate([*marks, *dict.fromkeys(words), *PIECES])}
    plain = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))
    plain.normalizer = normalizers.BertNormalizer(lowercase=True)
    plain.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    plain.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", vocabulary["[CLS]"]), ("[SEP]", vocabulary["[SEP]"])]
    )
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=plain,
        pad_token="[PAD]",
        unk_token="[UNK]",
        cls_token="[CLS]",
        sep_token="[SEP]",
        mask_token="[MASK]",
        model_max_length=32,
    )
    config = BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=width,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=2 * width,
        max_position_embeddings=32,
    )
    torch.manual_seed(seed)
    (BertForMaskedLM if head else BertModel)(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def tiny_texts(number: int, *, seed: int = 0) -> tuple[list[str], list[int]]:
    """Made-up sentences about three things, and which each is about."""
    import random

    chance = random.Random(seed)
    openings = ("i had", "we went to", "my friend got", "i was happy with", "the new", "i saw", "glad about my")
    texts, labels = [], []
    for _ in range(number):
        label = chance.randrange(3)
        words = [*chance.choice(openings).split(), chance.choice(KINDS[label]), *chance.choices(PLAIN, k=2)]
        texts.append(" ".join(words))
        labels.append(label)
    return texts, labels
