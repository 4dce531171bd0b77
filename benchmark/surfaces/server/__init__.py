"""The web server around the pages: its checks, limits, logs, health and sign-in."""
