import csv
import io

import pytest

from benchmark.core.errors import UnknownCode
from benchmark.returns import check_return, template
from benchmark.returns.vocabulary import return_layouts
from schemas.kinds import KINDS
from tests.unit.returns.made import codes

RETURNED = sorted({layout.kind for layout in return_layouts()})


@pytest.mark.parametrize("kind", RETURNED)
class TestTemplates:
    def test_the_example_left_in_is_left_out(self, kind, publication):
        checked = check_return(template(kind), f"{kind}.csv", publication=publication)
        assert codes(checked.findings) == ["example_row", "no_rows"]
        assert checked.kinds == (kind,)

    def test_no_example_is_beside_a_real_organisation(self, kind):
        fields = KINDS[kind].model_fields
        named = [fields[name].examples or [""] for name in ("ods_code", "ics_code") if name in fields]
        assert named and all(code.startswith("DEMO") for codes_named in named for code in codes_named)

    def test_the_example_holds_for_an_organisation_and_is_asked_about(self, kind, publication):
        code = b"QYG" if kind.startswith("icb") else b"RBS"
        checked = check_return(template(kind).replace(b"EXAMPLE", code), "x.csv", publication=publication)
        assert {*codes(checked.findings)} <= {"published_replaced", "template_figures", "target_below_score"}
        assert (
            checked.rows_valid
            == checked.rows_read
            == len(list(csv.reader(io.StringIO(template(kind).decode())))) - 1
        )


def test_there_is_no_template_of_reference_data():
    with pytest.raises(UnknownCode, match="no return of the kind trusts"):
        template("trusts")
