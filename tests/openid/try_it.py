"""Try the shared dashboard on this computer: people that nobody is, who are believed to be who they say.

python -m tests.openid.try_it [--port 8501] [--store FOLDER]
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmark.core.settings import PROJECT_ROOT, STORE_VARIABLE, Settings
from benchmark.returns.submit.bundled import prepare_store
from benchmark.store.people import grants
from benchmark.surfaces.server.workers import streamlit
from tests.openid.provider import running
from tests.openid.shared import PEOPLE, environment, give_grants, provider_of_people


def main() -> int:
    """Run until it is interrupted or ended."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # or its server would outlive it
    parser = argparse.ArgumentParser(description="Try the shared dashboard on this computer.")
    parser.add_argument("--port", type=int, default=8501)
    parser.add_argument("--store", type=Path, help="kept, and used again; without it, gone afterwards")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="maturity-") as folder:
        settings = Settings(store=(asked.store or Path(folder) / "store").resolve())
        print("Making a store with the published data and the fictional system ...", flush=True)
        prepare_store(settings)
        if not grants(settings):
            give_grants(settings)
        with running(provider_of_people()) as provider:
            return _serve(
                settings,
                f"http://127.0.0.1:{asked.port}",
                environment(provider, f"http://127.0.0.1:{asked.port}"),
            )


def _serve(settings: Settings, address: str, variables: dict[str, str]) -> int:
    for one in PEOPLE.values():
        print(f"  {one.name}: {f'{one.role} {one.scope}'.strip() if one.role else 'no access'}")
    print(f"Open {address} and choose who you are. Ctrl+C ends it.", flush=True)
    try:
        return subprocess.run(
            streamlit(int(address.rpartition(":")[2])),
            cwd=PROJECT_ROOT,
            env=os.environ | {STORE_VARIABLE: str(settings.store)} | variables,
            check=False,
        ).returncode
    except KeyboardInterrupt:
        return 0


if __name__ == "__main__":
    sys.exit(main())
