"""The small model that reads pages on this machine."""

import asyncio
import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from agents.knowledge.local import LocalEmbeddings
from agents.knowledge.meaning import NoVectors
from agents.knowledge.minilm.encoder import Encoder, weights_file
from agents.knowledge.minilm.wordpieces import WordPieces


def test_texts_are_cut_into_the_pieces_that_bert_knows() -> None:
    # As Hugging Face's tokenizer for all-MiniLM-L6-v2 cuts them.
    ids = WordPieces().ids
    assert ids("Do you cater quinceañeras?") == [
        *(101, 2079, 2017, 23488, 21864, 5897, 7231, 8180, 1029, 102),
    ]
    assert ids("") == [101, 102]
    assert ids("\U0001f525" * 3) == [101, 100, 102]
    assert len(ids("grill " * 1000)) == 256


def test_what_means_the_same_is_near() -> None:
    encoder = Encoder(weights_file())
    texts = ("do you feed children", "is there food for my kids", "what is the sales tax")
    children, kids, tax = map(encoder.encode, texts)
    assert np.linalg.norm(kids) == pytest.approx(1, abs=1e-5)
    assert children @ kids > 0.5
    assert children @ tax < 0.3


async def test_without_its_weights_there_is_no_local_model(tmp_path: Path) -> None:
    file = tmp_path / "model.onnx"
    file.write_bytes(b"\x3a\x05 nothing of the kind")
    local = LocalEmbeddings(lambda: Encoder(file))
    with pytest.raises(NoVectors) as refused:
        await local.of_question("anything")
    assert refused.value.for_good
    await local.close()


async def test_when_many_ask_at_once_the_last_are_not_kept_waiting() -> None:
    go, asked = threading.Event(), list[str]()

    class Slow:
        def encode(self, text: str) -> np.ndarray[Any, Any]:
            asked.append(text)
            go.wait(5)
            return np.ones(1, np.float32)

    local = LocalEmbeddings(Slow)  # type: ignore[arg-type]
    waiting = [asyncio.create_task(local.of_question(f"{n}")) for n in range(8)]
    await asyncio.sleep(0)
    with pytest.raises(TimeoutError):
        await local.of_question("the ninth")
    go.set()
    await asyncio.gather(*waiting)
    assert asked == [f"{n}" for n in range(8)]
    await local.close()
