"""Where answers are shown: pages, command line, files."""
