"""The command line, as `exchange` and as `python -m exchange`."""

import os


def main() -> None:
    """Run the command line."""
    # pydantic would look through all installed packages for plugins: a twentieth of a cold search.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "true")
    from exchange.cli import main as run

    run()


if __name__ == "__main__":
    main()
