"""Files: tables, exports, and generated documents."""
