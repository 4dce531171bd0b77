from benchmark.surfaces.files.findings import FILE, findings_document


def test_it_is_what_the_definitions_say():
    assert FILE.read_text(encoding="utf-8") == findings_document(), "run `make fix`"
