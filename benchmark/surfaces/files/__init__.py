"""The same answers as files: tables, exports, the data dictionary."""
