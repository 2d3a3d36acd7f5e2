"""What travels with the code and is no Python package: the migrations, the demonstration, the OpenAPI document."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]


def shipped(name: str) -> Path:
    """The folder or file inside the package where it is installed, beside `app/` in a checkout."""
    installed = _PACKAGE / name
    return installed if installed.exists() else _PACKAGE.parent / name
