"""What stands in the sentence-transformers folder of the built-in model."""

import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from exchange.encoder.e5_weights import MAX_TOKENS, PACKAGE, PASSAGE_PREFIX, QUERY_PREFIX, E5Weights

_BOS, _PAD, _EOS, _UNKNOWN, _MASK = "<s>", "<pad>", "</s>", "<unk>", "<mask>"


def write_files(folder: Path, weights: E5Weights) -> None:
    """Write all files of the model into `folder`, which is empty.

    :raises ImportError: safetensors or tokenizers, which sentence-transformers brings, is missing.
    """
    from safetensors.numpy import save_file

    save_file(_bert_tensors(weights), folder / "model.safetensors", {"format": "pt"})
    (folder / "model.safetensors").chmod(0o644)
    _write_tokenizer(folder / "tokenizer.json", weights)
    write_json(folder / "config.json", _bert_config(weights))
    write_json(
        folder / "tokenizer_config.json",
        {
            # This class takes tokenizer.json as it is; XLMRobertaTokenizer would rebuild it.
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": MAX_TOKENS,
            "bos_token": _BOS,
            "cls_token": _BOS,
            "eos_token": _EOS,
            "sep_token": _EOS,
            "pad_token": _PAD,
            "unk_token": _UNKNOWN,
            "mask_token": _MASK,
        },
    )
    package = "sentence_transformers.models"
    write_json(
        folder / "modules.json",
        [
            {"idx": 0, "name": "0", "path": "", "type": f"{package}.Transformer"},
            {"idx": 1, "name": "1", "path": "1_Pooling", "type": f"{package}.Pooling"},
            {
                "idx": 2,
                "name": "2",
                "path": "2_Normalize",
                "type": f"{package}.Normalize",
            },
        ],
    )
    (folder / "1_Pooling").mkdir()
    write_json(
        folder / "1_Pooling" / "config.json",
        {"word_embedding_dimension": weights.hidden, "pooling_mode_mean_tokens": True},
    )
    write_json(
        folder / "sentence_bert_config.json",
        {"max_seq_length": MAX_TOKENS, "do_lower_case": False},
    )
    write_json(
        folder / "config_sentence_transformers.json",
        {
            # Both names: encode_document() of the library looks for "document" first.
            "prompts": {
                "query": QUERY_PREFIX,
                "document": PASSAGE_PREFIX,
                "passage": PASSAGE_PREFIX,
            }
        },
    )
    (folder / "README.md").write_text(
        "# multilingual-e5-small, 4-bit weights as float32\n\n"
        f"From `e5-small-q4.bin` of the Python package `{PACKAGE}`, which was made from\n"
        "`intfloat/multilingual-e5-small`. Both are under the MIT licence. Put `query: ` or\n"
        "`passage: ` in front of a text (prompt names `query` and `passage`).\n",
        encoding="utf-8",
    )


def write_json(path: Path, value: Any) -> None:
    """Write `value` as readable JSON."""
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _bert_config(weights: E5Weights) -> dict[str, Any]:
    return {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "hidden_act": "gelu",
        "hidden_size": weights.hidden,
        "intermediate_size": weights.intermediate,
        "layer_norm_eps": 1e-12,
        "max_position_embeddings": weights.positions,
        "num_attention_heads": weights.heads,
        "num_hidden_layers": weights.layers,
        "pad_token_id": 1,
        "type_vocab_size": weights.token_types,
        "vocab_size": weights.vocabulary,
        "dtype": "float32",
    }


def _bert_tensors(weights: E5Weights) -> dict[str, NDArray[np.float32]]:
    """Return the tensors under the names and in the shapes of transformers' BertModel."""
    hidden, wide = weights.hidden, weights.intermediate
    tensors: dict[str, NDArray[np.float32]] = {
        f"embeddings.{kind}_embeddings.weight": weights.tensors[f"emb.{short}"].reshape(-1, hidden)
        for kind, short in (
            ("word", "word"),
            ("position", "pos"),
            ("token_type", "type"),
        )
    }
    tensors["embeddings.LayerNorm.weight"] = weights.tensors["emb.ln.w"]
    tensors["embeddings.LayerNorm.bias"] = weights.tensors["emb.ln.b"]
    parts = (
        ("q", "attention.self.query", (hidden, hidden)),
        ("k", "attention.self.key", (hidden, hidden)),
        ("v", "attention.self.value", (hidden, hidden)),
        ("ao", "attention.output.dense", (hidden, hidden)),
        ("aln", "attention.output.LayerNorm", (hidden,)),
        ("fi", "intermediate.dense", (wide, hidden)),
        ("fo", "output.dense", (hidden, wide)),
        ("oln", "output.LayerNorm", (hidden,)),
    )
    for layer in range(weights.layers):
        for short, name, shape in parts:
            path = f"encoder.layer.{layer}.{name}"
            tensors[f"{path}.weight"] = weights.tensors[f"l{layer}.{short}.w"].reshape(shape)
            tensors[f"{path}.bias"] = weights.tensors[f"l{layer}.{short}.b"]
    # BertModel has a pooler, which mean pooling does not use; without it transformers warns.
    tensors["pooler.dense.weight"] = np.zeros((hidden, hidden), dtype=np.float32)
    tensors["pooler.dense.bias"] = np.zeros(hidden, dtype=np.float32)
    return tensors


def _write_tokenizer(path: Path, weights: E5Weights) -> None:
    """Write XLM-RoBERTa's tokenizer from the vocabulary and scores in the weights file."""
    from tokenizers import (
        AddedToken,
        Regex,
        Tokenizer,
        models,
        normalizers,
        pre_tokenizers,
    )
    from tokenizers.processors import TemplateProcessing

    ids = {piece: number for number, (piece, _) in enumerate(weights.pieces)}
    tokenizer = Tokenizer(models.Unigram(list(weights.pieces), unk_id=ids[_UNKNOWN]))
    # SentencePiece's "nmt_nfkc" map, of which these two are the definition.
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Nmt(),
            normalizers.NFKC(),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.post_processor = TemplateProcessing(
        single=f"{_BOS} $A {_EOS}",
        special_tokens=[(_BOS, ids[_BOS]), (_EOS, ids[_EOS])],
    )
    special = (_BOS, _PAD, _EOS, _UNKNOWN, _MASK)
    tokenizer.add_special_tokens([AddedToken(t, normalized=False, special=True) for t in special])
    tokenizer.save(str(path), pretty=False)
