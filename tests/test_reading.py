"""Uploaded files: good ones are read in order, hostile ones refused in time, memory and words."""

import io
import os
import re
import struct
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.oxml import OxmlElement
from pypdf import PdfWriter

from exchange.reading import upload
from exchange.reading.pdf_text import join_lines
from exchange.reading.refusal import MAX_BYTES, MAX_MEMORY, MAX_SECONDS, Refusal
from exchange.reading.upload import ReadFile, read_upload


def pdf(*pages: str, stream: bytes | None = None) -> bytes:
    """Return a PDF written by hand: each line of a page is a line of its text."""
    objects = [b"", b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"]
    kids = []
    for page in pages:
        lines = [f"({line}) Tj 0 -14 Td" for line in page.split("\n")]
        content = stream or zlib.compress(
            f"BT /F1 11 Tf 50 800 Td {' '.join(lines)} ET".encode("cp1252")
        )
        objects.append(
            b"<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(content), content)
        )
        kids.append(len(objects) + 1)
        objects.append(
            b"<</Type/Page/Parent 1 0 R/MediaBox[0 0 595 842]/Contents %d 0 R"
            b"/Resources<</Font<</F1 2 0 R>>>>>>" % len(objects)
        )
    named = b" ".join(b"%d 0 R" % kid for kid in kids)
    objects[0] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), named)
    objects.append(b"<</Type/Catalog/Pages 1 0 R>>")
    out, offsets = io.BytesIO(b"%PDF-1.7\n"), []
    out.seek(0, os.SEEK_END)
    for number, content in enumerate(objects, 1):
        offsets.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % offset for offset in offsets))
    size, root = len(objects) + 1, len(objects)
    out.write(b"trailer<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF" % (size, root, start))
    return out.getvalue()


def saved(document: "docx.document.Document") -> bytes:
    document.save(out := io.BytesIO())
    return out.getvalue()


def word(text: str = "Villages wait for malaria tests.") -> bytes:
    document = docx.Document()
    document.add_paragraph(text)
    return saved(document)


def with_members(packed: bytes, **members: bytes) -> bytes:
    out = io.BytesIO(packed)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def blank_pages(number: int, password: str = "") -> bytes:
    writer = PdfWriter()
    for _ in range(number):
        writer.add_blank_page(100, 100)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    writer.write(out := io.BytesIO())
    return out.getvalue()


def with_document(body: bytes) -> bytes:
    """A Word file with other XML than it should have."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(word())) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, body if name == "word/document.xml" else old.read(name))
    return out.getvalue()


def entity_bomb() -> bytes:
    """XML that would grow to a gigabyte if entities were filled in."""
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    return with_document(
        f'<!DOCTYPE d [<!ENTITY e0 "bomb">{entities}]><w:document xmlns:w='
        '"http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>'
        "&e9;</w:t></w:r></w:p></w:body></w:document>".encode()
    )


def lying_sizes() -> bytes:
    """A zip bomb that says it unpacks to a thousand bytes."""
    bomb = bytearray(with_document(b" " * 90_000_000))
    name = b"word/document.xml"
    [entry] = [
        m.start()
        for m in re.finditer(b"PK\x01\x02", bomb)
        if bomb[m.start() + 46 :].startswith(name)
    ]
    bomb[entry + 24 : entry + 28] = struct.pack("<I", 1_000)
    return bytes(bomb)


HOSTILE: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "empty": ("note.txt", lambda: b"", "This file is empty"),
    "white space": ("note.txt", lambda: b" \r\n\t", "This file is empty"),
    "no words": ("note.md", lambda: b"--- *** ...", "There are no words"),
    "huge": ("note.txt", lambda: b"a" * (MAX_BYTES + 1), "is larger than 10 MB"),
    "10,000 pages": ("n.pdf", lambda: blank_pages(10_000), "has 10,000 pages; at most 100"),
    "101 pages": ("n.pdf", lambda: blank_pages(101), "has 101 pages"),
    "scanned": ("n.pdf", lambda: blank_pages(2), "There is no text in this PDF"),
    "password": ("n.pdf", lambda: blank_pages(1, "secret"), "protected by a password"),
    "broken PDF": ("n.pdf", lambda: b"%PDF-1.7\n" + os.urandom(2_000), "This PDF is damaged"),
    "cut PDF": ("n.pdf", lambda: pdf("Text.")[:150], "This PDF is damaged"),
    "stream bomb": (
        "n.pdf",
        lambda: pdf("", stream=zlib.compress(b" " * 300_000_000)),
        "takes too much memory",
    ),
    "broken DOCX": ("n.docx", lambda: word()[:9_000], "This Word file is damaged"),
    "empty DOCX": ("n.docx", lambda: word(""), "There are no words"),
    "zip bomb": ("n.docx", lambda: with_members(word(), word__x=b"\0" * 90_000_000), "unpacks to"),
    "zip bomb that lies": ("n.docx", lying_sizes, "Word file is damaged"),
    "many members": (
        "n.docx",
        lambda: with_members(word(), **{f"x{n}": b"" for n in range(2_001)}),
        "unpacks to",
    ),
    "entities": ("n.docx", entity_bomb, "no words|damaged"),
    "macros": ("n.docx", lambda: with_members(word(), **{"word/vbaProject.bin": b"x"}), "macros"),
    "spreadsheet": (
        "n.docx",
        lambda: with_members(b"", **{"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<x/>"}),
        "is no Word document",
    ),
    "old Word": ("n.docx", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "old kind"),
    "RTF": ("n.txt", lambda: rb"{\rtf1 x}", "is RTF"),
    "binary": ("n.txt", lambda: bytes(range(256)) * 40, "holds no text"),
    "picture": ("n.md", lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 90, "holds no text"),
    "half UTF-16": ("n.txt", lambda: b"\xff\xfea", "holds no text"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_in_time(name: str) -> None:
    file, make, message = HOSTILE[name]
    data = make()
    begun = time.monotonic()
    with pytest.raises(Refusal) as refused:
        read_upload(data, file)
    assert time.monotonic() - begun < MAX_SECONDS
    said = refused.value.message.format(**refused.value.values)
    assert any(words in said for words in message.split("|")), said
    assert said.count(". ") >= 1  # what is wrong, then what to do
    assert refused.value.__cause__ is None  # a cause could hold what was read
    assert children() == []


def children() -> list[int]:
    """Return the processes that this one started and that still are."""
    task = Path(f"/proc/self/task/{os.getpid()}/children")
    if not task.exists():
        pytest.skip("this system does not tell the children of a process")
    found = [int(id) for id in task.read_text().split()]
    return [id for id in found if b"exchange.reading" in Path(f"/proc/{id}/cmdline").read_bytes()]


def test_what_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Refusal, match="too slow") as refused:
        read_upload(word(), "n.docx", seconds=0.01)
    assert refused.value.__cause__ is None
    assert children() == []


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells the peak")
def test_memory_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader that asks for more than the limit is told no, by the system."""
    package = tmp_path / "exchange"
    (package / "reading").mkdir(parents=True)
    for module in ("__init__", "reading/__init__", "translation"):
        (package / f"{module}.py").write_text("def N_(m): return m\n")
    for module in ("__main__", "refusal"):
        text = (Path(upload.__file__).parent / f"{module}.py").read_text(encoding="utf-8")
        (package / "reading" / f"{module}.py").write_text(text, encoding="utf-8")
    greedy = f"def kind_of(d, n): return bytearray({MAX_MEMORY})\nis_misnamed = None\n"
    (package / "reading" / "kinds.py").write_text(greedy)
    monkeypatch.setattr(upload, "_PROJECT", tmp_path)
    with pytest.raises(Refusal, match="too much memory"):
        read_upload(b"text", "n.txt")


def test_a_word_file_is_read_in_order() -> None:
    document = docx.Document()
    document.add_heading("Malaria in villages", 1)
    paragraph = document.add_paragraph("Tests come ")
    paragraph.add_run("too late.").bold = True
    for item in ("few staff", "long ways"):
        document.add_paragraph(item, style="List Bullet")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "District", "Bintuni"
    inserted, deleted = OxmlElement("w:ins"), OxmlElement("w:del")
    added = document.add_paragraph("We need ")
    added._p.append(inserted)
    run = added.add_run("help.")
    inserted.append(run._r)
    added._p.append(deleted)
    gone = OxmlElement("w:delText")
    gone.text = "nothing"
    deleted.append(gone)
    assert read_upload(saved(document), "n.docx") == ReadFile(
        "Malaria in villages\n\nTests come too late.\n\n- few staff\n\n- long ways\n\nDistrict\n\n"
        "Bintuni\n\nWe need help.",
        "docx",
        is_misnamed=False,
        is_guess=False,
    )


def test_a_pdf_is_read_page_by_page() -> None:
    first = (
        "Malaria in villages\n"
        "Patients in remote villages wait long for a diag-\n"
        "nosis, because no laboratory is near and because\n"
        "the boats do not go daily.\n"
        "Staff are few. In the rainy season they often can\n1"
    )
    second = "not travel at all.\nWe need:\n- quick tests\n- volunteers\n2"
    read = read_upload(pdf(first, second), "n.pdf")
    assert read == ReadFile(
        "Malaria in villages\n\nPatients in remote villages wait long for a diagnosis, because no "
        "laboratory is near and because the boats do not go daily.\n\nStaff are few. In the rainy "
        "season they often can not travel at all.\n\nWe need:\n\n- quick tests\n\n- volunteers",
        "pdf",
        is_misnamed=False,
        is_guess=False,
    )


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        ("a well-\nknown thing here", "a wellknown thing here"),  # cannot be told from hyphenation
        ("the north-\nSouth road", "the north- South road"),
        ("the soft\u00ad\nware", "the software"),
        ("one\n\ntwo", "one\n\ntwo"),
    ],
)
def test_lines_are_joined(lines: str, text: str) -> None:
    assert join_lines([lines]) == text


@pytest.mark.parametrize(
    ("encoding", "is_guess"),
    [
        ("utf-8", False),
        ("utf-8-sig", False),
        ("utf-16", False),
        ("utf-32", False),
        ("cp1252", True),
    ],
)
def test_encodings(encoding: str, is_guess: bool) -> None:
    read = read_upload("für “alle” Dörfer".encode(encoding), "n.txt")
    assert (read.text, read.is_guess) == ("für “alle” Dörfer", is_guess)


def test_markdown_loses_its_marks() -> None:
    source = (
        b"# Need\n\nWe *need* [tests](http://x.org)\nnow.\n\n1. one\n2. `two`\n\n<b>raw</b> it\n"
    )
    assert (
        read_upload(source, "n.md").text == "Need\n\nWe need tests now.\n\n- one\n\n- two\n\nraw it"
    )
    assert read_upload(source, "n.txt").text == source.decode().strip()


@pytest.mark.parametrize(
    ("make", "name", "kind"),
    [
        (word, "n.pdf", "docx"),
        (lambda: pdf("Text here."), "n.txt", "pdf"),
        (lambda: b"text", "x", "txt"),
    ],
)
def test_content_counts_not_the_name(make: Callable[[], bytes], name: str, kind: str) -> None:
    read = read_upload(make(), name)
    assert (read.kind, read.is_misnamed) == (kind, True)
