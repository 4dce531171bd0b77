"""The one line by which a view, a picture, a file or a paper is named."""

from datetime import date

from benchmark.common.citation import citation, day_of
from benchmark.common.scope import Scope, Standard
from benchmark.common.subject import MATURITY_SCORES, Subject, subject_of


def test_it_has_all_that_is_needed_to_find_the_figure_again_on_one_line(publication):
    subject = subject_of(publication, Scope("QYG", 2025), MATURITY_SCORES, standard=Standard("floor", 2.5))
    said = citation("ICS overview", subject, day=date(2026, 11, 2), link="http://here/overview?ics=QYG")
    assert said == (
        "Digital maturity: ICS overview. Cheshire and Merseyside (QYG), 2025, the footprint as assessed, "
        f"held to level 2.5. Publication {publication.version}, figures as at 2 November 2026. "
        "http://here/overview?ics=QYG"
    )
    assert day_of(publication) is not None


def test_what_is_not_known_is_left_out():
    assert citation("", Subject("", "All systems"), day=None) == "Digital maturity. All systems."
