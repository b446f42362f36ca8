"""What the folder of a sentence-transformers or Hugging Face model says of itself; none of its code is run."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from linewise.core.errors import BadInput, NotFound

Pooling = Literal["mean", "cls", "max", "mean_sqrt_len_tokens", "weightedmean", "lasttoken"]

# How older folders name each way of pooling.
FLAGS: Mapping[str, Pooling] = {
    "pooling_mode_mean_tokens": "mean",
    "pooling_mode_cls_token": "cls",
    "pooling_mode_max_tokens": "max",
    "pooling_mode_mean_sqrt_len_tokens": "mean_sqrt_len_tokens",
    "pooling_mode_weightedmean_tokens": "weightedmean",
    "pooling_mode_lasttoken": "lasttoken",
}
ACTIVATIONS = {"Identity": "Identity", "Tanh": "Tanh", "GELU": "GELU", "ReLU": "ReLU"}
# What decides the vectors, and is kept when a folder is packed; code, pickles and other formats are none of it.
KEPT = ("*.safetensors", "*.json", "vocab.txt", "merges.txt", "*.model", "README.md")
UNREAD = ("onnx/", "openvino/", "checkpoint", ".git", ".cache")
LICENCES = {
    "apache-2.0": "Apache-2.0",
    "mit": "MIT",
    "bsd-3-clause": "BSD-3-Clause",
    "cc-by-4.0": "CC-BY-4.0",
    "cc-by-sa-4.0": "CC-BY-SA-4.0",
    "cc-by-nc-4.0": "CC-BY-NC-4.0",
    "gpl-3.0": "GPL-3.0-only",
}
UNKNOWN = "unknown"
# Where a plain encoder names no length; longer texts are rare as units, and cost with the square of their length.
MAX_TOKENS = 512


@dataclass(frozen=True, slots=True, kw_only=True)
class Dense:
    """A layer behind the pooling: the folder with its weights, and the function applied to what it gives."""

    folder: Path
    activation: str
    bias: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How a folder's model turns a text into a vector: where its transformer is, and what follows it.

    `max_tokens` is None where the folder does not say; `prompt` stands before every text.
    """

    root: Path
    body: Path
    pooling: tuple[Pooling, ...]
    dense: tuple[Dense, ...]
    max_tokens: int | None
    lower: bool
    prompt: str
    licence: str
    languages: tuple[str, ...]
    based_on: str


def read_folder(root: Path) -> Layout:
    """The layout of the model in a folder.

    Raises NotFound when there is no model in it, and BadInput when it is one that cannot be used: weights that could
    run code when they are read (pickle), parts that need the author's own code, or a kind of part that is not known.
    """
    modules = _json(root / "modules.json")
    parts = [_part(one) for one in modules] if isinstance(modules, list) else [("Transformer", "")]
    if not parts or parts[0][0] != "Transformer":
        raise BadInput(
            f"The model in {root.name} is not made of a transformer.",
            remedy="Name a sentence-transformers or Hugging Face model that is.",
        )
    body = root / parts[0][1]
    config = _json(body / "config.json")
    if not isinstance(config, dict):
        raise NotFound(
            f"There is no model in {root.name}: its config.json is missing.",
            remedy="Name the folder that a model was saved in.",
        )
    if "auto_map" in config:
        raise BadInput(
            f"The model in {root.name} brings code of its own, which is never run.",
            remedy="Name a model that works without it.",
        )
    _weights(body)
    pooling: tuple[Pooling, ...] = ()
    dense = []
    for kind, path in parts[1:]:
        match kind:
            case "Pooling":
                pooling = _pooling(_json(root / path / "config.json") or {})
            case "Dense":
                dense.append(_dense(root / path))
            case "Normalize" | "Dropout":
                pass
            case _:
                raise BadInput(
                    f"The model in {root.name} has a part that is not known here: {kind}.",
                    remedy="Name a model made of a transformer, pooling and dense layers.",
                )
    limits = _json(body / "sentence_bert_config.json") or {}
    card = _card(root / "README.md")
    return Layout(
        root=root,
        body=body,
        pooling=pooling or ("mean",),
        dense=tuple(dense),
        max_tokens=limits.get("max_seq_length"),
        lower=bool(limits.get("do_lower_case")),
        prompt=_prompt(_json(root / "config_sentence_transformers.json") or {}),
        licence=_licence(card.get("license", [])),
        languages=tuple(code for code in card.get("language", []) if re.fullmatch(r"[a-z]{2,3}", code)),
        based_on=next(iter(card.get("base_model", [])), ""),
    )


def files(root: Path) -> list[Path]:
    """The files that decide the vectors, and the model card, by path."""
    found = {path for pattern in KEPT for path in root.rglob(pattern) if path.is_file()}
    names = {path: path.relative_to(root).as_posix() for path in found}
    return sorted(path for path in found if not names[path].startswith(UNREAD))


def digest(root: Path) -> str:
    """SHA-256 over the weights, the tokenizer and the configuration; the model card does not count."""
    running = hashlib.sha256()
    for path in files(root):
        if path.name == "README.md":
            continue
        with path.open("rb") as file:
            inner = hashlib.file_digest(file, "sha256").hexdigest()
        running.update(f"{path.relative_to(root).as_posix()} {inner}\n".encode())
    return running.hexdigest()


def _json(path: Path) -> Any:
    if not path.is_file():
        return None
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BadInput(f"{path.name} cannot be read: {error}", remedy="Save or download the model again.") from error


def _part(module: Mapping[str, str]) -> tuple[str, str]:
    kind, path = module.get("type", ""), module.get("path", "")
    if Path(path).is_absolute() or ".." in Path(path).parts:
        raise BadInput("The model names a part outside its own folder.", remedy="Do not use this model.")
    return kind.rsplit(".", 1)[-1], path


def _weights(body: Path) -> None:
    if any(body.glob("*.safetensors")):
        return
    others = [path.name for path in body.iterdir() if path.suffix in (".bin", ".pt", ".pth", ".ckpt", ".h5", ".pkl")]
    if others:
        raise BadInput(
            f"The weights are kept as {sorted(others)[0]}, a format that may run code when it is read.",
            remedy="Use a model whose weights are kept as safetensors, or save this one again in that format.",
        )
    raise NotFound(f"There are no weights in {body.name}.", remedy="Name a folder that holds model.safetensors.")


def _pooling(config: Mapping[str, Any]) -> tuple[Pooling, ...]:
    named = config.get("pooling_mode")
    if named is not None:
        chosen = tuple(named) if isinstance(named, Sequence) and not isinstance(named, str) else (named,)
    else:
        chosen = tuple(mode for flag, mode in FLAGS.items() if config.get(flag))
    for mode in chosen:
        if mode not in FLAGS.values():
            raise BadInput(f"A model pools in a way that is not known here: {mode}.", remedy="Name another model.")
    return chosen


def _dense(folder: Path) -> Dense:
    config = _json(folder / "config.json") or {}
    activation = str(config.get("activation_function", "torch.nn.modules.activation.Tanh")).rsplit(".", 1)[-1]
    if activation not in ACTIVATIONS:
        raise BadInput(f"A layer of the model ends in {activation}, not known here.", remedy="Name another model.")
    _weights(folder)
    return Dense(folder=folder, activation=activation, bias=bool(config.get("bias", True)))


def _prompt(config: Mapping[str, Any]) -> str:
    name = config.get("default_prompt_name")
    return str((config.get("prompts") or {}).get(name, "")) if name else ""


def _card(path: Path) -> dict[str, list[str]]:
    """The lists and words at the head of a model card; anything deeper is passed over."""
    if not path.is_file():
        return {}
    text = path.read_text(encoding="utf-8", errors="replace")
    if not text.startswith("---"):
        return {}
    found: dict[str, list[str]] = {}
    key = ""
    for line in text[3:].split("\n---", 1)[0].splitlines():
        if entry := re.fullmatch(r"([A-Za-z_]+):\s*(.*)", line):
            key, value = entry[1], entry[2].strip()
            found[key] = [part.strip(" '\"") for part in value.strip("[]").split(",")] if value else []
        elif key and (item := re.fullmatch(r"\s*-\s+([^:]+)", line)):
            found[key].append(item[1].strip(" '\""))
    return found


def _licence(named: Sequence[str]) -> str:
    return LICENCES.get(named[0].lower(), named[0]) if named and named[0] else UNKNOWN
