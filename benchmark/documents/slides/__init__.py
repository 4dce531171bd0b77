"""Slides: what they are made on (template), what fits on each (pieces, writer), charts to be edited."""

from benchmark.documents.slides.template import TemplateRefused, read_template
from benchmark.documents.slides.writer import slides

__all__ = ["TemplateRefused", "read_template", "slides"]
