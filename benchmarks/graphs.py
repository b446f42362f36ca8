"""The sentence encoder as other graphs of the same weights: fused operators, and 8-bit matrix products.

Needs the package onnx, which Linewise does not: these were tried, and are measured beside what is shipped.
"""

from pathlib import Path
from typing import Any, Literal

import numpy as np

Kind = Literal["fused", "int8", "int8 by row"]
LAYERS, HEADS, WIDTH = 6, 12, 384
MICROSOFT = "com.microsoft"


def rebuilt(path: Path, kind: Kind) -> bytes:
    """The model in `path` with attention, skip-layer-norm and GELU as single operators (of onnxruntime).

    "int8" quantises what goes into each matrix product as a whole when it gets there, "int8 by row" each token by
    itself; the weights have 8 bits a column in both.
    """
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    old = onnx.load(str(path)).graph
    kept = {one.name: numpy_helper.to_array(one) for one in old.initializer}
    weights = {
        name[:-2]: kept[name].astype(np.float32) * kept[f"{name[:-2]}_scale"] for name in kept if name[-2:] == "_q"
    }
    weights |= {name: value for name, value in kept.items() if value.dtype == np.float32 and "_scale" not in name}
    products = [node.input[1] for node in old.node if node.op_type == "MatMul" and node.input[1] in weights]
    nodes: list[Any] = []
    values: dict[str, np.ndarray] = {}

    def value(name: str, array: np.ndarray) -> str:
        values[name] = np.ascontiguousarray(array)
        return name

    def step(operator: str, inputs: list[str], output: str, domain: str = MICROSOFT, **options: Any) -> str:
        nodes.append(helper.make_node(operator, inputs, [output], domain=domain, **options))
        return output

    def product(x: str, name: str, weight: np.ndarray) -> str:
        if kind == "fused":
            return step("MatMul", [x, value(name, weight)], f"{name}_y", "")
        scale = (np.abs(weight).max(0) / 127).astype(np.float32)
        small = [value(f"{name}_q", np.round(weight / scale).astype(np.int8)), value(f"{name}_s", scale)]
        small.append(value(f"{name}_z", np.zeros(weight.shape[1], np.int8)))
        if kind == "int8":
            return step("DynamicQuantizeMatMul", [x, *small], f"{name}_y")
        largest = step("ReduceMax", [step("Abs", [x], f"{name}_a", "")], f"{name}_m", "", axes=[-1], keepdims=1)
        even = step("Div", [x, largest], f"{name}_n", "")
        return step("Mul", [step("DynamicQuantizeMatMul", [even, *small], f"{name}_e"), largest], f"{name}_y", "")

    def norm(x: str, y: str, name: str, place: str, bias: str) -> str:
        parts = [value(f"{name}_{part}", weights[f"{place}.LayerNorm.{part}"]) for part in ("weight", "bias")]
        return step("SkipLayerNormalization", [x, y, *parts, value(f"{name}_b", weights[bias])], name, epsilon=1e-12)

    inner = "inner.embeddings"
    words = weights[f"{inner}.word_embeddings.weight"] + weights[f"{inner}.token_type_embeddings.weight"][0]
    tables = [value("words", words), value("places", weights[f"{inner}.position_embeddings.weight"])]
    ends = [value(f"first_{part}", weights[f"{inner}.LayerNorm.{part}"]) for part in ("weight", "bias")]
    first = ["input_ids", "", tables[0], tables[1], "", *ends]
    nodes.append(helper.make_node("EmbedLayerNormalization", first, ["x", "unused"], domain=MICROSOFT, epsilon=1e-12))
    x = "x"
    for at in range(LAYERS):
        place = f"inner.encoder.layer.{at}"
        query, key, content, out, up, down = (weights[name] for name in products[6 * at : 6 * at + 6])
        biases = [weights[f"{place}.attention.self.{name}.bias"] for name in ("query", "key", "value")]
        bias = value(f"b{at}", np.concatenate(biases))
        joined = np.concatenate([query, key, content], 1)
        if kind == "fused":
            attended = step("Attention", [x, value(f"qkv{at}", joined), bias, "mask"], f"a{at}", num_heads=HEADS)
        else:
            three = [f"{part}{at}" for part in "qkv"]
            split = [product(x, f"p{at}", joined), value("split", np.array([WIDTH] * 3))]
            nodes.append(helper.make_node("Split", split, three, axis=2))
            attended = step("MultiHeadAttention", [*three, bias, "mask"], f"a{at}", num_heads=HEADS)
        output = f"{place}.attention.output"
        y = norm(x, product(attended, f"o{at}", out), f"y{at}", output, f"{output}.dense.bias")
        wide = value(f"u{at}_b", weights[f"{place}.intermediate.dense.bias"])
        raised = step("BiasGelu", [product(y, f"u{at}", up), wide], f"g{at}")
        x = norm(y, product(raised, f"d{at}", down), f"x{at}", f"{place}.output", f"{place}.output.dense.bias")
    graph = helper.make_graph(
        nodes,
        "encoder",
        [helper.make_tensor_value_info(name, TensorProto.INT32, ["b", "s"]) for name in ("input_ids", "mask")],
        [helper.make_tensor_value_info(x, TensorProto.FLOAT, ["b", "s", WIDTH])],
        [numpy_helper.from_array(array, name) for name, array in values.items()],
    )
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid(MICROSOFT, 1)]
    built: bytes = helper.make_model(graph, opset_imports=opsets, ir_version=9).SerializeToString()
    return built
