"""What a return overwrites, empties or leaves standing is asked, and nothing else is.

All stands in one store, which most tests only ask: each thing is of a trust of its own.
"""

import shutil

import pytest

from benchmark.core.errors import ReturnRefused, UnknownCode
from benchmark.core.settings import Settings
from benchmark.returns import CheckedReturn, changes, check_return, replacing, submit_returns
from benchmark.store.ledger import writing
from benchmark.store.proof.verify import verify
from benchmark.store.publication import Publication, open_current
from benchmark.store.publication.publish import publish
from benchmark.store.publication.view import view_for
from tests.restricted import person
from tests.unit.returns.made import SCORES, csv_of
from tests.unit.returns.submitted import CONDITIONS, PARTS, SPEND, SPENT, check, score, submit

pytestmark = pytest.mark.slow

STANDING = {
    "published_replaced",
    "standing_moved",
    "standing_emptied",
    "rows_left_standing",
    "replaced_elsewhere",
    "replaced_unfit",
}


DOMAINS = ("assessment_year", "ods_code", "care_setting", "pillar", "domain", "score")
SETTINGS = ("Acute", "Community")
UNIT = (2026, "DEMO3", "Acute", "well_led")
OF_DOMAINS = [(*UNIT, domain, 2) for domain in ("one", "two", "three", "four")]
OVERALL = ("assessment_year", "compared_with", "ods_code", "care_setting", "score")
PAIR = (2026, 2025, "DEMO3", "Acute", 3)
PROGRAMME = (2026, "DEMO1", "programme", "Old name", "", "well_led", 1, "idea")


def spent(trust: str) -> tuple[object, ...]:
    return (SPENT[0], trust, *SPENT[2:])


@pytest.fixture(scope="module")
def given(
    published_settings: Settings, publication: Publication, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Settings, dict[str, int]]:
    """A store with a return for each thing that is asked about, and their numbers."""
    folder = tmp_path_factory.mktemp("standing") / "store"
    settings = Settings(store=shutil.copytree(published_settings.store, folder))
    returns = {
        "published": check(settings, SCORES, (2025, "RBS", "Acute", "well_led", 1)),
        "first": check(settings, SCORES, score(3), score(3, "safe_practice")),
        "second": check(settings, SCORES, score(3, "improve_care"), name="b.csv"),
        "score": check(settings, SCORES, score(3, trust="DEMO2")),
        "domains": check(settings, DOMAINS, *OF_DOMAINS),
        "visit": check(
            settings, SCORES, *(score(3, p, trust="DEMO4") for p in ("well_led", "safe_practice"))
        ),
        "settings": check(
            settings, SCORES, *(score(3, setting=s, trust="DEMO6") for s in ("Acute", "Community"))
        ),
        "others": check(settings, SCORES, score(3, trust="DEMO5"), score(3, trust="DEMO7")),
        "amounts": check(settings, PARTS, spent("DEMO1")),
        "emptied": check(settings, PARTS, spent("DEMO2"), spent("DEMO3")),
        "no parts": check(settings, SPEND, spent("DEMO4")[:6]),
        "programme": check(settings, CONDITIONS, PROGRAMME),
        "pair": check(settings, OVERALL, PAIR, *((2025, 2026, "DEMO3", one, 3) for one in SETTINGS)),
        "withdrawn": check(settings, SCORES, score(3, trust="DEMO8")),
    }
    answers = {entry.question: "Meant so" for checked in returns.values() for entry in checked.questions}
    receipts = submit_returns(
        settings, [*returns.values()], by="Ada", note="A note", answers=answers, publish_now=False
    )
    numbers = {name: receipt.number for name, receipt in zip(returns, receipts, strict=True)}
    with writing(settings) as ledger:
        ledger.withdraw(numbers["withdrawn"], by="Ada", reason="A slip")
    publish(settings)
    return settings, numbers


@pytest.fixture
def settings(given: tuple[Settings, dict[str, int]]) -> Settings:
    return given[0]


@pytest.fixture
def numbers(given: tuple[Settings, dict[str, int]]) -> dict[str, int]:
    return given[1]


def asked(checked: CheckedReturn) -> list[str]:
    return [entry.code for entry in checked.findings if entry.code in STANDING]


def one(checked: CheckedReturn, code: str) -> str:
    (found,) = [entry.message for entry in checked.findings if entry.code == code]
    return found


class TestPublished:
    def test_any_other_value_is_asked_about_with_both_values_and_the_publication(
        self, published_settings, publication
    ):
        ((value,),) = publication.rows(
            "select score from publication.unit_pillar_scores where assessment_year = 2025 "
            "and ods_code = 'RBS' and care_setting = 'Acute' and pillar = 'well_led'"
        )
        row, settings = (2025, "RBS", "Acute", "well_led"), published_settings
        assert asked(check(settings, SCORES, (*row, value))) == []
        checked = check(settings, SCORES, (*row, round(value - 0.1, 2)))
        assert asked(checked) == ["published_replaced"]
        said = one(checked, "published_replaced")
        assert said.startswith("Well Led of Alder Hey Children's NHS Foundation Trust (RBS), Acute, 2025: ")
        assert f"{value:g} becomes {value - 0.1:g}, in place of what was published (NHS England: " in said

    def test_accounts_are_published_too(self, settings):
        header = ("financial_year", "ods_code", "operating_expenditure", "average_wte")
        ((year, trust, spent, staff),) = open_current(settings).rows(
            "select financial_year, ods_code, operating_expenditure, average_wte "
            "from publication.trust_context inner join publication.trusts using (ods_code) "
            "where not fictional and average_wte is not null order by all limit 1"
        )
        assert asked(check(settings, header, (year, trust, spent, staff))) == []
        assert asked(check(settings, header, (year, trust, spent + 1, staff))) == ["published_replaced"]
        checked = check(settings, header, (year, trust, spent, ""))
        assert asked(checked) == ["standing_emptied"]
        assert f"Average WTE ({staff:,.10g})" in one(checked, "standing_emptied")

    def test_rows_that_a_replaced_return_covered_are_replaced_again(self, settings, numbers):
        row = (2025, "RBS", "Acute", "well_led", 1.1)
        assert asked(check(settings, SCORES, row)) == []
        taken = replacing(settings, open_current(settings), [numbers["published"]])
        assert asked(check(settings, SCORES, row, replacing=taken)) == ["published_replaced"]


class TestOwnReturns:
    def test_the_first_of_a_key_asks_nothing(self, published_settings, publication):
        assert asked(check(published_settings, SCORES, score(3), score(1, trust="DEMO2"))) == []
        assert asked(check(published_settings, PARTS, SPENT)) == []

    @pytest.mark.parametrize(
        ("value", "expected"), [(3.1, []), (3.9, []), (4.0, ["standing_moved"]), (2.0, ["standing_moved"])]
    )
    def test_a_score_is_asked_about_from_a_whole_level_on(self, settings, value, expected):
        checked = check(settings, SCORES, score(value, trust="DEMO2"))
        assert asked(checked) == expected
        if expected:
            assert "(a.csv, by Ada on " in one(checked, "standing_moved")

    def test_where_people_sign_in_no_other_file_is_named(self, settings):
        """What is asked is kept with the answer, for readers who may not know of the file that is meant."""
        reading = view_for(settings, person("analyst", "DEMO"))
        checked = check_return(csv_of(SCORES, score(4, trust="DEMO5")), "b.csv", publication=reading)
        assert "(by Ada on " in one(checked, "standing_moved")

    @pytest.mark.parametrize(
        ("revenue", "expected"),
        [(7_600_000, []), (750_000, ["standing_moved"]), (9_900_000, ["standing_moved"]), (6_000_000, [])],
    )
    def test_an_amount_is_asked_about_above_a_share(self, settings, revenue, expected):
        assert asked(check(settings, PARTS, (*SPENT[:4], revenue, *SPENT[5:]))) == expected

    def test_domains_are_asked_about_by_what_they_do_to_their_pillar(self, settings):
        assert asked(check(settings, DOMAINS, (*UNIT, "one", 3), *OF_DOMAINS[1:])) == []
        checked = check(settings, DOMAINS, *((*row[:5], 3.5) for row in OF_DOMAINS))
        assert asked(checked) == ["standing_moved"]
        assert "2 becomes 3.5" in one(checked, "standing_moved")
        # The other domains go on standing, so one alone moves the pillar by a quarter of its own move.
        alone = check(settings, DOMAINS, (*UNIT, "one", 4))
        assert asked(alone) == ["rows_left_standing"]
        moved = changes(alone, open_current(settings)).pillars
        assert moved[["before", "after"]].values.tolist() == [[2.0, 2.5]]


class TestEmptied:
    def test_columns_that_are_missing_and_cells_that_are_blank_are_one_question_a_row(
        self, settings, numbers
    ):
        two = spent("DEMO2"), spent("DEMO3")
        short = check(settings, SPEND, *(row[:6] for row in two))
        assert asked(short) == ["standing_emptied"] * 2
        blank = check(settings, PARTS, (*two[0][:6], "", 2_000_000), two[1])
        assert "nothing for Spend on staff (4,000,000), which" in one(blank, "standing_emptied")
        assert f"submission {numbers['emptied']} gave (a.csv, by Ada" in one(blank, "standing_emptied")

    def test_a_figure_that_was_not_there_asks_nothing(self, settings):
        assert asked(check(settings, PARTS, spent("DEMO4"))) == []


class TestLeftStanding:
    def test_rows_that_the_file_no_longer_holds_are_one_question_an_earlier_return(self, settings, numbers):
        checked = check(settings, SCORES, score(3.1))
        about = [entry.about for entry in checked.findings if entry.code == "rows_left_standing"]
        assert about == [str(numbers["first"]), str(numbers["second"])]
        assert len({entry.question for entry in checked.questions}) == len(checked.questions)
        assert (
            asked(check(settings, SCORES, score(3), score(3, "safe_practice"), score(3, "improve_care")))
            == []
        )

    def test_another_trust_round_or_care_setting_is_another_return(self, settings):
        assert asked(check(settings, SCORES, score(3, trust="DEMO2"))) == []
        assert asked(check(settings, SCORES, (2027, *score(3)[1:]))) == []
        assert asked(check(settings, SCORES, score(3, setting="Community"))) == []

    def test_another_pair_of_rounds_is_another_return(self, settings):
        assert asked(check(settings, OVERALL, (2026, 2027, *PAIR[2:]))) == []
        assert asked(check(settings, OVERALL, (*PAIR[:3], "Community", 3))) == []
        two_settings = check(settings, OVERALL, (2025, 2026, *PAIR[2:]))
        assert asked(two_settings) == ["rows_left_standing"]

    def test_a_setting_that_was_in_the_same_return_is_missed(self, settings):
        assert asked(check(settings, SCORES, score(3, trust="DEMO6"))) == ["rows_left_standing"]

    def test_a_programme_by_another_name_leaves_the_old_one_standing_and_other_sections_are_apart(
        self, settings
    ):
        checked = check(settings, CONDITIONS, (*PROGRAMME[:3], "New name", *PROGRAMME[4:]))
        assert "DEMO1, 2026, programme, Old name" in one(checked, "rows_left_standing")
        ready = (2026, "DEMO1", "board_readiness", "accountable_member", "yes", "", "", "")
        assert asked(check(settings, CONDITIONS, ready)) == []

    def test_of_a_submission_of_the_same_visit_only_where_the_file_corrects_it(self, settings, numbers):
        beside = [numbers["visit"]]
        other, same = score(3, "improve_care", trust="DEMO4"), score(3.1, trust="DEMO4")
        assert asked(check(settings, SCORES, other)) == ["rows_left_standing"]
        assert asked(check(settings, SCORES, other, beside=beside)) == []
        assert asked(check(settings, SCORES, same, beside=beside)) == ["rows_left_standing"]


class TestReplacing:
    def test_the_whole_submission_falls_away_and_the_receipt_says_so(self, given, tmp_path):
        settings = Settings(store=shutil.copytree(given[0].store, tmp_path / "own"))
        first = given[1]["visit"]
        taken = replacing(settings, open_current(settings), [first])
        checked = check(settings, SCORES, score(3.1, trust="DEMO4"), name="b.csv", replacing=taken)
        assert asked(checked) == []
        effect = changes(checked, open_current(settings))
        assert (effect.new, effect.changed, effect.removed, effect.unchanged) == (0, 1, 1, 0)
        receipt = submit(settings, checked)
        assert [(one.number, one.file_name) for one in receipt.replaced] == [(first, "a.csv")]
        left = (
            "select pillar, score from publication.maturity_scores "
            "where assessment_year = 2026 and ods_code = 'DEMO4'"
        )
        assert open_current(settings).rows(left) == [("well_led", 3.1)]
        with writing(settings) as ledger:
            assert ledger.submission(first).state == "withdrawn"
        assert verify(settings).ok

    def test_what_it_gave_of_others_is_asked_about(self, settings, numbers):
        taken = replacing(settings, open_current(settings), [numbers["others"]])
        checked = check(settings, SCORES, score(3.1, trust="DEMO5"), replacing=taken)
        assert asked(checked) == ["replaced_elsewhere"]
        assert "DEMO7, 2026, Acute, well_led" in one(checked, "replaced_elsewhere")

    def test_domains_that_would_no_longer_be_current_are_asked_about_and_kept_ones_are_not(
        self, settings, numbers
    ):
        taken = replacing(settings, open_current(settings), [numbers["domains"]])
        alone = check(settings, DOMAINS, OF_DOMAINS[0])
        assert "domains_missing" not in {entry.code for entry in alone.questions}
        checked = check(settings, DOMAINS, OF_DOMAINS[0], replacing=taken)
        (missing,) = (entry for entry in checked.questions if entry.code == "domains_missing")
        assert missing.value == "four, three, two"

    def test_only_a_standing_return_of_the_same_kind_and_organisations(self, settings, numbers):
        for number, trust, reason in (
            (numbers["score"], "DEMO1", "none of the organisations"),
            (numbers["amounts"], "DEMO1", "it holds it spend"),
            (numbers["withdrawn"], "DEMO8", "it does not stand"),
            (8, "DEMO1", "nobody returned it"),
        ):
            taken = replacing(settings, open_current(settings), [number])
            checked = check(settings, SCORES, score(3.1, trust=trust), replacing=taken)
            assert reason in one(checked, "replaced_unfit")
            with pytest.raises(ReturnRefused):
                submit(settings, checked)
        with pytest.raises(UnknownCode):
            replacing(settings, open_current(settings), [999])
