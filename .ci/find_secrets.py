"""Looks for secrets in the project's files: keys, tokens, passwords in addresses. Needs no network.

Run by `make check`: python .ci/find_secrets.py. It prints where each secret is, never the secret itself, and
exits with 1 if there is one.
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
KINDS = {
    "a private key": r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----",
    "a key of AWS": r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b",
    "a token of GitHub or GitLab": r"\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_\w{60}|glpat-[\w-]{20})\b",
    "a token of Slack": r"\bxox[abprs]-[A-Za-z0-9-]{20}",
    "a signed token": r"\beyJ[\w-]{15,}\.eyJ[\w-]{15,}\.[\w-]{15,}",
    "a key of a storage account": r"\bAccountKey=[A-Za-z0-9+/]{60}",
    "a password in an address": (
        r"\b[a-z][a-z+]*://[^\s:/@'\"{}]+:(?!secret|password|word@)[^\s:/@'\"{}]{4,}"
        r"@(?!localhost|127\.|\[::1\]|host\b|[\w.-]*\.example\b)"
    ),
    "a secret with a value": (
        r"(?i)\b[\w.]*(?:client_secret|cookie_secret|cookieSecret|password|passwd|api_key|auth_token)\b"
        r"\s*[=:]\s*[\"'](?=[^\"'\s]*\d)[A-Za-z0-9+/_.~-]{16,}[\"']"
    ),
}
_PATTERNS = {kind: re.compile(pattern) for kind, pattern in KINDS.items()}
_LARGEST = 1_000_000
NOBODYS = "# nobody's"
"""A comment behind a secret in a test that opens nothing."""


def found_in(text: str) -> Iterator[tuple[int, str]]:
    """The line and the kind of each secret in a text."""
    for kind, pattern in _PATTERNS.items():
        for found in pattern.finditer(text):
            if NOBODYS not in text[found.start() :].partition("\n")[0]:
                yield text.count("\n", 0, found.start()) + 1, kind


def project_files() -> list[Path]:
    """Every file that git tracks or would track; without git, every file outside hidden folders."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    if listed.returncode == 0:
        files = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
    else:
        files = [file for file in ROOT.rglob("*") if not re.match(r"\.(?!ci|streamlit)", _first(file))]
    return [file for file in files if file.is_file() and file.stat().st_size <= _LARGEST]


def _first(file: Path) -> str:
    return file.relative_to(ROOT).parts[0]


def main() -> int:
    """Print where each secret is."""
    count = 0
    for file in project_files():
        for line, kind in found_in(file.read_text(encoding="utf-8", errors="replace")):
            count += 1
            print(f"{file.relative_to(ROOT)}, line {line}: {kind}")
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
