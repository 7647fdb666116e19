"""Every error that the package raises on purpose; its message says what to do next.

Doors (command line, web page) turn an :class:`ExchangeError` into one line and exit status 1.
Any other exception is a bug and keeps its traceback.
"""


class ExchangeError(Exception):
    """The root of all errors that are the user's or the data's fault."""


class SettingsError(ExchangeError):
    """A setting has a value that cannot be used."""


class CorpusError(ExchangeError):
    """Case files, a collection or an evaluation file cannot be read or are not valid."""


class QueryError(ExchangeError):
    """A query, a filter or another option of a search cannot be used."""


class UnknownDocumentError(ExchangeError):
    """No document has the id that was asked for."""


class EncoderError(ExchangeError):
    """Text cannot be turned into vectors: a runtime or a model is missing, or two do not match."""


class SnapshotError(ExchangeError):
    """The index is missing, damaged, too old, or made by another encoder."""


class BackendError(ExchangeError):
    """The search engine that holds the index cannot be reached, refuses, or lacks something."""


class IndexBusyError(ExchangeError):
    """Another process is writing the index."""


class ProfileError(ExchangeError):
    """An adopter's profile cannot be read, or says what it cannot say."""


class CopyingError(ExchangeError):
    """A brief or a request to the hosts cannot be made of what was given."""
