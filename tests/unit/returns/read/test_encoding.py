"""The bytes that decide how a file is read, counted in pieces and counted one by one."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmark.returns.read import encoding
from benchmark.returns.read.encoding import SAMPLE, Marks, decode, marks_of
from benchmark.returns.read.sheet import Refused


def one_by_one(data: bytes) -> Marks:
    harmless = {9, 10, 12, 13, 26, 0}
    return Marks(
        newlines=sum(byte == 10 for byte in data),
        returns=sum(byte == 13 for byte in data),
        both=sum(data[i : i + 2] == b"\r\n" for i in range(len(data))),
        nuls=sum(byte == 0 for byte in data),
        controls=sum(byte < 32 and byte not in harmless for byte in data),
    )


@given(data=st.lists(st.sampled_from(b"\r\n\n\r\t\0\x0c\x1a\x01ab\xc3\xa9"), max_size=40).map(bytes))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.parametrize("size", [1, 2, 3, 7, 1 << 20])
def test_marks_counted_in_pieces(size, data, monkeypatch):
    monkeypatch.setattr(encoding, "_CHUNK", size)
    assert marks_of(data) == one_by_one(data)


@given(
    text=st.text(
        st.characters(exclude_categories=["Cs"], exclude_characters="\x1a\x85\u2028\u2029"), max_size=30
    )
)
def test_a_text_without_control_characters_is_read_as_it_is(text):
    content = text.encode()
    try:
        decoded = decode(content)
    except Refused as refused:
        assert refused.code in ("not_text", "nul_bytes")
        assert any(ord(character) < 32 for character in text)
        return
    assert decoded.text == text.lstrip("\ufeff") or decoded.encoding == "UTF-16"
    assert decoded.sample == decoded.text[:SAMPLE]


def test_the_sample_ends_between_characters():
    decoded = decode(("é" * (SAMPLE - 1) + "€uro").encode())
    assert decoded.sample == decoded.text[:SAMPLE]
    assert decoded.sample.endswith("€")


@pytest.mark.parametrize("encoded", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_line_of_the_first_nul(encoded):
    if encoded == "utf-16":
        content = "ods_code\nRBS\nR\0\n".encode(encoded)
    else:
        content = "ods_code\nRBS\nR\0é\n".encode(encoded)
    with pytest.raises(Refused) as refused:
        decode(content)
    assert (refused.value.code, refused.value.words) == ("nul_bytes", {"line": 3})


def doubts(content: bytes) -> list[tuple[str, str]]:
    """What is asked of the bytes, and as what they are shown."""
    return [(doubt.code, doubt.words.get("read", "")) for doubt in decode(content).doubts]


@given(text=st.text(st.sampled_from("aé’–£ ,\n"), max_size=30), stray=st.sampled_from(b"\xe9\xa3\x92\xff"))
def test_a_byte_that_strayed_into_utf_8_changes_nothing_else(text, stray):
    before, after = f"’{text}", f"{text}é"
    decoded = decode(before.encode() + bytes([stray]) + after.encode())
    assert decoded.text == before + bytes([stray]).decode("cp1252") + after
    assert [doubt.code for doubt in decoded.doubts] == ["encoding_mixed"]
    assert decoded.doubts[0].before == before.encode()


@given(text=st.text(st.sampled_from("Zoë naïve café £2m “x” – … ’s,\n"), max_size=40))
def test_english_in_windows_1252_or_macroman_is_read_right_or_asked_about(text):
    for name in ("cp1252", "mac-roman"):
        decoded = decode(text.encode(name))
        # Marks at odd places can be letters of the other encoding, or make a character of UTF-8 together.
        assert decoded.text == text or decoded.doubts or decoded.encoding != "MacRoman"
        decoded = decode(f"Café – {text}".encode(name))
        assert decoded.text == f"Café – {text}" or decoded.doubts


@pytest.mark.parametrize("text", ["Zoë", "naïve", "café", "wait…", "£2m – “all”", "Orléans", "Ærø’s"])
def test_macroman_is_distinguished_from_windows_1252_by_its_characters(text):
    decoded = decode(text.encode("mac-roman"))
    assert (decoded.text, decoded.encoding) == (text, "MacRoman")
    assert doubts(text.encode("mac-roman")) == [("encoding_unclear", text)]
    plain = decode(text.encode("cp1252"))
    assert (plain.text, plain.encoding, plain.doubts) == (text, "Windows-1252", ())


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "mac-roman"])
@pytest.mark.parametrize("text", ["Trust’s", "café", "£2m", "a – b"])
def test_text_that_was_read_in_the_wrong_encoding_before_is_asked_about(text, encoding):
    garbled = text.encode().decode(encoding)
    assert doubts(garbled.encode()) == [("text_garbled", garbled)]
    assert doubts(text.encode()) == []


@pytest.mark.parametrize(
    "text",
    [
        "R&amp",
        "the board&rsquo",
        "it&#39",
        "caf=C3=A9",
        "a=E2=80=93b",
        "a_x000D_b",
    ],
)
def test_signs_as_web_pages_and_programs_write_them_are_asked_about(text):
    assert doubts(f"{text};".encode()) == [("text_garbled", text)]
    assert doubts(f"Café {text};".encode()) == [("text_garbled", f"Café {text}")]


@pytest.mark.parametrize(
    "text", ["Board+IBk-s", "R&D", "a&b; c", "x=C2", "=20", "C:\\users", "the board\\u2019s", "A+B-C", "#39;"]
)
def test_only_signs_of_another_program_are(text):
    assert bool(doubts(f"{text}".encode())) == text.startswith("Board")


def test_marks_at_the_start_and_at_the_end_are_left_out():
    assert decode(b"\xef\xbb\xbf" * 3 + b"a\n").utf8 == b"a\n"
    assert decode("\ufeff\ufeffa\n".encode("utf-16")).utf8 == b"a\n"
    for end in (b"\x1a", b"\x1a\x1a\x1a", b"\n\x1a\r\n"):
        assert decode(b"a\n" + end).utf8.strip() == b"a"
        assert doubts(b"a\n" + end) == [("end_mark", "")]
    assert decode(b"a\x1ab\n\x1a").utf8 == b"ab\n"
    assert [code for code, _ in doubts(b"a\x1ab\n\x1a")] == ["end_mark", "end_mark_inside"]


@pytest.mark.parametrize("content", ["ods_code\n".encode("utf-16")[:-1], "ods_code\n".encode("utf-32")])
def test_a_wide_encoding_that_cannot_be_read_is_named(content):
    with pytest.raises(Refused) as refused:
        decode(content)
    assert "UTF-" in refused.value.words["reason"]


@pytest.mark.parametrize("page", ["cp850", "cp437"])
@pytest.mark.parametrize(
    "text",
    [
        *("spend\n£400000\n£5m\n", "a,b (£m)\n1,2\n", "reason\nfrom 20° on\n", "reason\n± 5\n"),
        *("reason\n1½ years\n", "reason\nCafé rôle naïve über £5m\n"),
    ],
)
def test_old_code_pages_of_dos_are_read_with_a_question(page, text):
    decoded = decode(text.encode(page))
    assert (decoded.encoding, decoded.text) == ("DOS (code page 850)", text)
    assert [doubt.code for doubt in decoded.doubts] == ["encoding_unclear"]


@pytest.mark.parametrize("text", ["£400000, à la carte, Zoë’s café – 20° ±5", "Plan à 3, naïve rôle"])
def test_plain_windows_text_is_no_doubt(text):
    decoded = decode(text.encode("cp1252"))
    assert (decoded.text, decoded.doubts) == (text, ())
