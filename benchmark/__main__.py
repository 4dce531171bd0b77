"""Runs the command line: python -m benchmark."""

import sys

from benchmark.surfaces.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
