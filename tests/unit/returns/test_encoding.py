"""The bytes that decide how a file is read, counted in pieces and counted one by one."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmark.returns import encoding
from benchmark.returns.encoding import SAMPLE, Marks, decode, marks_of
from benchmark.returns.sheet import Refused


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
def test_marks_counted_in_pieces(size: int, data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoding, "_CHUNK", size)
    assert marks_of(data) == one_by_one(data)


@given(text=st.text(st.characters(codec="utf-8", exclude_characters="\x1a\x85\u2028\u2029"), max_size=30))
def test_a_text_without_control_characters_is_read_as_it_is(text: str) -> None:
    content = text.encode()
    try:
        decoded = decode(content)
    except Refused as refused:
        assert refused.code in ("not_text", "nul_bytes")
        assert any(ord(character) < 32 for character in text)
        return
    assert decoded.text == text.lstrip("\ufeff") or decoded.encoding == "UTF-16"
    assert decoded.sample == decoded.text[:SAMPLE]


def test_the_sample_ends_between_characters() -> None:
    decoded = decode(("é" * (SAMPLE - 1) + "€uro").encode())
    assert decoded.sample == decoded.text[:SAMPLE]
    assert decoded.sample.endswith("€")


@pytest.mark.parametrize("encoded", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_line_of_the_first_nul(encoded: str) -> None:
    if encoded == "utf-16":
        content = "ods_code\nRBS\nR\0\n".encode(encoded)
    else:
        content = "ods_code\nRBS\nR\0é\n".encode(encoded)
    with pytest.raises(Refused) as refused:
        decode(content)
    assert (refused.value.code, refused.value.words) == ("nul_bytes", {"line": 3})
