"""Where the corpus of real articles lies, for the tests and benchmarks that use it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def corpus_path(*parts: str) -> Path:
    """A file of the corpus named by ``NEWSMARK_CORPUS``; skips the test where it is absent."""
    base = Path(os.environ.get("NEWSMARK_CORPUS", ROOT.parent / "shared" / "corpus"))
    path = base.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"no corpus: {path} is absent (set NEWSMARK_CORPUS)")
    return path
