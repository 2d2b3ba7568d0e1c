"""PDF files, written by hand: a line of text a row, in letters of a size."""

from collections.abc import Sequence
from pathlib import Path

Line = tuple[str, int]
"""Text, and the size of its letters in points."""


def write_pdf(file: Path, pages: Sequence[Sequence[Line]]) -> None:
    """A PDF of these pages' lines."""
    kids = " ".join(f"{4 + 2 * at} 0 R" for at in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for at, lines in enumerate(pages):
        drawn = _drawn(lines)
        objects += [
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources "
            f"<< /Font << /F1 3 0 R >> >> /Contents {5 + 2 * at} 0 R >>",
            f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream",
        ]
    file.write_bytes(_numbered(objects).encode("latin-1"))


def _drawn(lines: Sequence[Line]) -> str:
    """The text operators of a page, from its top."""
    rows, down = [], 740
    for text, size in lines:
        escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
        rows.append(f"BT /F1 {size} Tf 1 0 0 1 72 {down} Tm ({escaped}) Tj ET")
        down -= size + 8
    return "\n".join(rows)


def _numbered(objects: Sequence[str]) -> str:
    whole, places = "%PDF-1.4\n", list[int]()
    for at, body in enumerate(objects, 1):
        places.append(len(whole))
        whole += f"{at} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size, start = len(objects) + 1, len(whole)
    head = f"xref\n0 {size}\n0000000000 65535 f \n{table}"
    return f"{whole}{head}trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
