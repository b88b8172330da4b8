"""All benchmarks, one after the other: ``python -m tests.bench [--quick] [PART…]``.

Each part runs in a process of its own, so that none measures what another
left behind. The index of the corpus takes minutes to build; NEWSMARK_BENCH_DIR
names a folder in which it is kept for the next run.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile

PARTS: dict[str, list[str]] = {
    "startup": ["10000"],
    "article_view": [],
    "frames": ["--quick"],
    "marking": ["15"],
    "keystrokes": ["2000"],
    "ingest": ["2000"],
    "search": ["2000"],
    "export": ["400"],
    "sweep": ["4000"],
    "ledger": ["5000"],
    "suggestions": [],
    "anchoring": ["--quick", "--seeds", "1", "--size", "30000"],
}
"""The parts, and what each is called with under ``--quick``."""


def main() -> int:
    """Run the parts named, or all; 1 if one of them failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--quick", action="store_true", help="smaller archives, fewer rounds")
    arguments = parser.parse_args()
    unknown = set(arguments.parts) - set(PARTS)
    if unknown:
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    print(f"load before: {' '.join(f'{load:.2f}' for load in os.getloadavg())}")
    failed = []
    with tempfile.TemporaryDirectory() as compiled:
        # Compiled modules, as an installed program has them, whatever is set here.
        modules = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": compiled}
        subprocess.run(
            [sys.executable, "-m", "compileall", "-q", "archive", "reader", "tests"],
            env=os.environ | modules,
        )
        for name in arguments.parts or PARTS:
            print(f"\n== {name}", flush=True)
            command = [sys.executable, "-m", f"tests.bench.{name}"]
            extra = PARTS[name] if arguments.quick else []
            if subprocess.run([*command, *extra], env=os.environ | modules).returncode:
                failed.append(name)
    if failed:
        print(f"\nfailed: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
