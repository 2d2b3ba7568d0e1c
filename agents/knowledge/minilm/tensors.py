"""The tensors of an ONNX file, as arrays over the mapped file: nothing is copied.

The file is a protocol buffer; only the messages on the way to its tensors are read."""

import mmap
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy import ndarray

    Tensors = dict[str, ndarray[Any, Any]]

_GRAPH, _INITIALIZER = 7, 5  # fields of ModelProto, GraphProto
_SIZE, _TYPE, _NAME, _BYTES = 1, 2, 8, 9  # of TensorProto
_TYPES = {1: "<f4", 3: "i1"}


def read_tensors(file: Path) -> "Tensors":
    """{name: array} of the file's float and int8 tensors. Raises OSError; ValueError where it is
    no such file."""
    with file.open("rb") as opened:
        data = mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)
    try:
        graphs = [at for field, at in _fields(data, 0, len(data)) if field == _GRAPH]
        written = [
            at for graph in graphs for field, at in _fields(data, *graph) if field == _INITIALIZER
        ]
        return dict(found for at in written for found in _tensor(data, *at))
    except (IndexError, TypeError, UnicodeDecodeError) as error:
        raise ValueError(f"{file} is no ONNX file") from error


def _tensor(data: mmap.mmap, begin: int, end: int) -> Iterator[tuple[str, "ndarray[Any, Any]"]]:
    import numpy as np

    fields = list(_fields(data, begin, end))
    told = dict(fields)
    if told.get(_TYPE) in _TYPES and _BYTES in told:
        kind, (first, last) = np.dtype(_TYPES[told[_TYPE]]), told[_BYTES]
        flat = np.frombuffer(data, kind, (last - first) // kind.itemsize, first)
        shape = [size for field, size in fields if field == _SIZE]
        yield data[slice(*told[_NAME])].decode(), flat.reshape(shape)


def _parts(data: mmap.mmap, wanted: int, begin: int, end: int) -> list[tuple[int, int]]:
    """Where the fields of one number are."""
    return [where for field, where in _fields(data, begin, end) if field == wanted]


def _fields(data: mmap.mmap, at: int, end: int) -> Iterator[tuple[int, Any]]:
    """Each field's number with its value: a number, or where in the file its bytes are."""
    while at < end:
        key, at = _number(data, at)
        match key & 7:
            case 0:
                value, at = _number(data, at)
                yield key >> 3, value
            case 2:
                size, at = _number(data, at)
                yield key >> 3, (at, at + size)
                at += size
            case 5:
                at += 4
            case 1:
                at += 8
            case kind:
                raise ValueError(f"a field of kind {kind}")


def _number(data: mmap.mmap, at: int) -> tuple[int, int]:
    """A number of seven bits a byte, and where it ends."""
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return value, at
