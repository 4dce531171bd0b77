"""The page IT spend: what it says with returns and without, for a system and for one of its trusts."""

import csv
import io
import re
from html import unescape

import pytest

from benchmark.returns import check_return, submit_return
from benchmark.store.publication import open_current
from benchmark.surfaces.web import downloads

HEADER = "financial_year,ods_code,operating_expenditure,capital_expenditure,it_revenue,it_capital"


def answer(said: str) -> str:
    """The page's title, and what it says first below it."""
    title, first = (re.search(rf'{words}">(.*?)</', said)[1] for words in ("page-title", '"lead'))
    return unescape(f"{title}. {first}")


def test_a_system_with_returns_is_answered_in_the_first_sentences(app):
    said = app.said("it-spend", ics="DEMO")
    assert answer(said) == (
        "Fictional: IT took 2.3% of operating and capital expenditure in 2024/25 at seven of eight trusts. "
        "That was £77.7m in all. £4.3m a year more would bring each of them to 2%, £92.5m to 5%."
    )
    titles = [unescape(title) for title in re.findall(r'<h3 class="figure-title">(.*?)</h3>', said)]
    assert len(titles) == 6
    assert all(title.startswith("Fictional: ") for title in titles)
    assert "Association only" in titles[4]
    files = {unescape(name) for name in re.findall(r'href="download/[^/]+/([^"]+)"', said)}
    assert {"fictional-share-DEMO-2024-25.csv", "fictional-returns-DEMO-2024-25.csv"} <= files
    assert all(name.startswith("fictional-") for name in files if "-template" not in name)
    # The page's headings are short; a file is read without the sentence above them.
    token = re.search(r'href="download/([^/]+)/fictional-changes-DEMO-2024-25.csv"', said)[1]
    headings = [*downloads._known[token].frame.columns]
    assert {"ODS code", "IT spend before (£)", "IT spend (£)"} <= {*headings}
    assert not {"Then (£)", "Now (£)"} & {*headings}
    assert "Then (£)" in re.sub(r"<[^>]+>", "", unescape(said))


def test_a_system_without_returns_explains_itself_and_offers_the_template(app):
    opened = app.open("it-spend", ics="QYG")
    said = app.words(opened)
    assert answer(said) == (
        "No trust of Cheshire and Merseyside has returned its IT spend. 2% of operating expenditure in the "
        "accounts of 2023/24 would be £133.7m a year, 5% would be £334.3m: references, not spend."
    )
    assert "A missing return is not a spend of 0" in unescape(said)
    assert 'href="upload?template=it_spend' in said
    assert not any(box.key == "select: fy" for box in opened.selectbox)
    assert "£0" not in said and "0.0%" not in said


def test_a_standard_that_changes_nothing_is_in_no_citation(app):
    for place in ({"ics": "QYG"}, {"ics": "DEMO"}, {"ics": "DEMO", "focus": "DEMO5"}):
        said = app.said("it-spend", standard="setting_median", **place)
        assert "The standard and its level change nothing on this page" in said
        assert "held to the national median" not in said
    assert "held to the national median" in app.said("conditions", ics="QYG", standard="setting_median")


def test_returned_scores_are_named_where_another_return_is_missing(app):
    said = app.said("it-spend", ics="QYG")
    assert "has returned its IT spend" in said
    assert "Scores of 2025: Cheshire and Merseyside 22 of 22 returned" in said


def test_links_to_other_pages_keep_the_footprint(app):
    said = unescape(app.said("it-spend", ics="QYG", footprint="current"))
    for words in ("See this page full", "Upload a return of IT spend", "Upload the workbook"):
        (address,) = re.findall(rf'href="([^"]+)"[^>]*>{words}', said)
        assert "footprint=current" in address


def test_the_template_is_the_one_of_the_kind(app):
    said = app.said("it-spend", ics="QYG")
    token = re.search(r'href="download/([^/]+)/it_spend-template.csv"', said)[1]
    offered = downloads._known[token].frame
    assert offered.columns[:4].tolist() == HEADER.split(",")[:4]
    assert offered["ods_code"].tolist() == ["EXAMPLE"]


@pytest.mark.parametrize("ics", ["QMJ", "QNQ"])
def test_a_system_of_one_trust_or_with_a_trust_without_accounts(ics, app):
    said = answer(app.said("it-spend", ics=ics))
    assert "returned its IT spend" in said and "references, not spend" in said


def test_a_trust_without_accounts_has_none_made_up(app):
    said = answer(app.said("it-spend", ics="QMJ", focus="G6V2S"))
    assert said.endswith("There are no published accounts to take a reference from either.")


def test_one_trust_is_seen_among_the_others(app):
    opened = app.open("it-spend", ics="DEMO", focus="DEMO3")
    said = app.words(opened)
    assert answer(said).startswith("Fictional: IT took 2.7% of operating and capital expenditure in 2024")
    assert "<li>Umberquay and Oxtrelby Teaching Hospitals and Community NHS Foundation Trust</li>" in said
    assert opened.query_params["focus"] == "DEMO3"
    assert "Capital is 61.0% of IT spend" in said
    assert "Two of seven trusts spend under 2%" in said


def test_a_trust_that_returned_in_other_years_only_shows_those(app):
    said = app.said("it-spend", ics="DEMO", focus="DEMO5")
    assert "has not returned its IT spend for 2024/25" in answer(said)
    assert answer(said).endswith("It has returned 2021/22, 2022/23 and 2023/24.")
    assert "this page is empty until a trust returns it for 2024/25." in said
    assert "2023/24" in said and "no return" in said


def test_the_financial_year_is_in_the_link(app):
    opened = app.open("it-spend", ics="DEMO", round="2024", fy="2023-24")
    said = app.words(opened)
    assert "at all eight trusts" in answer(said) and "2023/24" in answer(said)
    assert "rank correlation +0.31" in said
    wrong = app.open("it-spend", ics="DEMO", fy="1066-67")
    assert "the link asks for “1066-67”, which there is not here. Shown: 2024/25." in app.words(wrong)


def test_every_reference_has_its_date_and_source(app):
    said = unescape(app.said("it-spend", ics="QYG"))
    for source in ("National Audit Office", "Hansard", "The Health Foundation"):
        assert source in said
    for day in ("May 2020", "2005/06", "May 2025"):
        assert day in said


def test_an_upload_for_a_real_trust_shows_at_once(app, own_store, tmp_path):
    assert "No trust of Cheshire" in answer(app.said("it-spend", ics="QYG"))
    file = tmp_path / "spend.csv"
    # Invented figures, in a store of this test's own.
    file.write_text(f"{HEADER}\n2024/25,RBS,400000000,20000000,7000000,3500000\n")
    checked = check_return(file, file.name, publication=open_current(own_store))
    submit_return(own_store, checked, by="A tester", note="Invented")
    said = app.said("it-spend", ics="QYG")
    assert answer(said).startswith(
        "IT took 2.5% of operating and capital expenditure in 2024/25 at one of 16 trusts. "
    )
    names = re.findall(r'href="download/([^/]+)/(returns-QYG-2024-25.csv)"', said)
    rows = list(csv.DictReader(io.StringIO(downloads._known[names[0][0]].frame.to_csv())))
    assert [row["ODS code"] for row in rows] == ["RBS"]


def test_accounts_are_beside_the_returns_and_are_never_called_spend(app):
    said = unescape(app.said("it-spend", ics="DEMO"))
    _, _, after = said.partition("IT equipment and software in the accounts")
    assert "It is not IT spend and is never added to it." in after
    assert "Assets under construction cannot be split" in after
    assert "of all additions" in after and "are written off" in after


def test_without_the_accounts_the_page_says_where_they_are_and_how_to_bring_them(app):
    said = unescape(app.said("it-spend", ics="QYG"))
    assert "python -m benchmark submit FILE" in said
    assert (
        'href="https://www.england.nhs.uk/financial-accounting-and-reporting/nhs-providers-tac-data-publications/"'
        ' target="_blank" rel="noopener noreferrer"'
    ) in said
    assert "There is no national publication" in said


def test_disclosed_figures_are_quoted_with_their_address(app):
    said = app.said("it-spend", ics="DEMO")
    assert "<q>In 2022/23 the Trust spent £5,405,000 on information technology" in said
    assert said.count('rel="noopener noreferrer">https://demonstration.example/') == 4
    alone = app.said("it-spend", ics="DEMO", focus="DEMO1")
    assert alone.count("<q>") == 1
