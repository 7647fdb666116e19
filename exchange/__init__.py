"""Search engine for public-service innovations: find a case elsewhere that can be copied."""

__version__ = "0.1.0"
