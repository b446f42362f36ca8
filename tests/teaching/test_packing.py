"""Stored arrays: what goes in comes out, equal content gives equal bytes, and reading never runs code."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from linewise.core.errors import Broken
from linewise.teaching.packing import pack, unpack

kinds = st.sampled_from(["<f2", "<f4", "<f8", "<i8", "u1", "?"])
anything = kinds.flatmap(lambda kind: arrays.arrays(kind, arrays.array_shapes(min_dims=0, min_side=0, max_side=4)))


@given(st.dictionaries(st.text(max_size=8), anything, max_size=4), st.dictionaries(st.text(), st.integers()))
def test_what_is_packed_comes_out_again(content, meta) -> None:  # type: ignore[no-untyped-def]
    data = pack("thing", meta, content)
    back_meta, back = unpack("thing", data)
    assert back_meta == meta
    assert back.keys() == content.keys()
    for name, array in content.items():
        assert back[name].dtype == array.dtype
        np.testing.assert_array_equal(back[name], array)
    assert pack("thing", dict(reversed(meta.items())), dict(reversed(content.items()))) == data


@given(st.binary(max_size=200))
def test_foreign_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(Broken):
        unpack("thing", data)


def test_bytes_cut_anywhere_are_refused() -> None:
    data = pack("thing", {"a": 1}, {"x": np.arange(3.0), "y": np.ones((2, 2), np.float32)})
    for end in range(len(data)):
        with pytest.raises(Broken):
            unpack("thing", data[:end])


def test_one_kind_of_thing_is_not_taken_for_another() -> None:
    with pytest.raises(Broken, match="hold a thing, not a model"):
        unpack("model", pack("thing", {}, {}))


def test_arrays_of_objects_are_refused() -> None:
    data = pack("thing", {}, {"x": np.arange(2, dtype="<i8")}).replace(b'"<i8"', b'"|O8"')
    with pytest.raises(Broken, match="cannot hold"):
        unpack("thing", data)
