"""The embedding cache: unchanged text is never embedded again, damage heals."""

from exchange.embedding_cache.cache import (
    BATCH,
    EmbeddingCache,
    Embeddings,
    embed,
    passage_key,
)

__all__ = ["BATCH", "EmbeddingCache", "Embeddings", "embed", "passage_key"]
