"""Templates as workbooks: filled in with who returns what, with lists to choose from, and known by a stamp.

`ask` says what a template is about and for whom, `book` writes it, `reading` lays it out when it comes back.
"""

from benchmark.returns.templates.ask import Asked, expect_kind_of, kinds_for
from benchmark.returns.templates.book import template_book
from benchmark.returns.templates.columns import Choice, TemplateColumn, template_columns
from benchmark.returns.templates.subject import NOBODY, Subject, system_subject, trust_subject
from benchmark.returns.templates.table import template_table

__all__ = [
    "NOBODY",
    "Asked",
    "Choice",
    "Subject",
    "TemplateColumn",
    "expect_kind_of",
    "kinds_for",
    "system_subject",
    "template_book",
    "template_columns",
    "template_table",
    "trust_subject",
]
