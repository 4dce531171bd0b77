"""Scripts that got into a page do not run, on a page of each sort opened by its own address."""

from typing import Final

FOREIGN_SCRIPTS: Final = """async () => {
    const ran = [];
    window.ran = name => ran.push(name);
    const script = document.createElement('script');
    script.textContent = "ran('written into the page')";
    document.body.append(script);
    document.body.insertAdjacentHTML('beforeend', "<img src=x onerror=ran('handler')>");
    setTimeout("ran('made of text')");
    // Later: what a test asks of a page directly may do more than the page itself.
    setTimeout(() => Function("ran('made of text too')")());
    await new Promise(done => setTimeout(done, 300));
    return ran;
}"""
"""Such scripts, as in somebody's words, in each way that a browser would run them; gives those that ran."""


def test_scripts_that_got_into_a_page_do_not_run(address, visit):
    tab = visit()
    for page_address in ("", "levelling-up", "upload"):
        page = tab.open(f"{address}/{page_address}")
        assert page.evaluate(FOREIGN_SCRIPTS) == []
