"""A command of the product in a process in which no file can grow beyond so many bytes, as on a full disk."""

import resource
import sys

from benchmark.cli.main import main

if __name__ == "__main__":
    import benchmark.cli.log_commands
    import benchmark.cli.return_commands  # noqa: F401 - before the limit: Python keeps what it compiles

    limit = int(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    sys.exit(main(sys.argv[2:]))
