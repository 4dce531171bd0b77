"""Slides: their template, the pieces that fit on each, and charts that can be edited."""

from benchmark.documents.slides.template import TemplateRefused, read_template
from benchmark.documents.slides.writer import slides

__all__ = ["TemplateRefused", "read_template", "slides"]
