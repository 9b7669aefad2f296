#!/usr/bin/env python3
"""Makes the PDF samples of formats/, object by object.

Run it anywhere; it needs Python 3 alone and gives the same bytes again. All
words are invented for this project.
"""
import os

PAGE = (420, 595)
ENCODING = "<< /Type /Encoding /BaseEncoding /WinAnsiEncoding /Differences [1 /fi] >>"


def pdf(name, objects, trailer=""):
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    for place in places:
        out += f"{place:010} 00000 n \n".encode()
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()
    with open(name, "wb") as file:
        file.write(out)


def stream(text, entries=""):
    data = text if isinstance(text, bytes) else text.encode("cp1252")
    return f"<< /Length {len(data)} {entries} >>\nstream\n".encode() + data + b"\nendstream"


def shown(font, size, x, y, text):
    text = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)").replace("fi", "\\001")
    return f"BT /{font} {size} Tf {x} {y} Td ({text}) Tj ET\n"


def column(x, y, lines):
    return "".join(shown("F1", 9, x, y - 11 * at, line) for at, line in enumerate(lines) if line)


def pages(name, contents, info=None, trailer=""):
    count = len(contents)
    kids = " ".join(f"{5 + 2 * at} 0 R" for at in range(count))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} /MediaBox [0 0 {PAGE[0]} {PAGE[1]}] >>".encode(),
        f"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding {ENCODING} >>".encode(),
        f"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding {ENCODING} >>".encode(),
    ]
    for at, content in enumerate(contents):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /Contents {6 + 2 * at} 0 R /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>".encode()
        )
        objects.append(stream(content))
    if info:
        objects.append(info.encode())
        trailer += f" /Info {len(objects)} 0 R"
    pdf(name, objects, trailer)


def edges(number):
    return shown("F2", 8, 40, 570, f"COAST MIRROR - Friday 3 May 2024") + shown("F1", 8, 200, 20, f"Page {number} of 2")


LEFT = [
    "PORT MARLO, May 3 - The ferry crews of",
    "Port Marlo went back to work on Friday, nine",
    "days after they walked out over the new ros-",
    "ters that the company had posted.",
    "   \u201cWe have what we came for,\u201d said Hanne",
    "Roak, who speaks for the crews. The company",
    "confirmed that a hard-won nine-day truce was",
    "now a deal.",
]
RIGHT = [
    "It will pay 1,200 euros to each of 340 workers",
    "and hold the fines back, the harbour office",
    "said. The first boat to Lessa left at 6:10 a.m.",
    "with 212 passengers.",
    "",
    "Traders on the east bank had asked the council",
    "for help. The council said that it would meet on",
    "Monday, and that the hard-",
]
NEXT = [
    "won peace must first be seen to last.",
    "",
    "Mayor Idris Fell called the strike \u201ca lesson in",
    "patience\u201d.",
]


def ferry():
    one = (
        edges(1)
        + shown("F2", 22, 40, 525, "Ferry strike ends after")
        + shown("F2", 22, 40, 500, "nine days at the final hour")
        + shown("F1", 9, 40, 478, "By Ilse Garrow")
        # Drawn right column first, as some programs do.
        + column(220, 450, RIGHT)
        + column(40, 450, LEFT)
    )
    two = (
        edges(2)
        + column(40, 540, NEXT)
        + shown("F2", 12, 40, 480, "What comes next")
        + column(40, 462, ["The timetable runs in full from Monday, the company said."])
        + "BT /F1 30 Tf 0.7 0.7 -0.7 0.7 100 100 Tm (DRAFT) Tj ET\n"
    )
    pages("ferry.pdf", [one, two], "<< /Title (Microsoft Word - ferry3.doc) /Author (igarrow) /CreationDate (D:20240601120000Z) >>")


def scan():
    image = "q 300 0 0 300 60 200 cm BI /W 2 /H 2 /CS /G /BPC 8 ID \x20\x40\x60\x7f EI Q\n"
    pages("scan.pdf", [image])


def locked():
    word = "<" + "5a" * 32 + ">"
    trailer = f"/ID [<00> <00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O {word} /U {word} >>"
    pages("locked.pdf", [edges(1)], trailer=trailer)


if __name__ == "__main__":
    os.chdir(os.path.join(os.path.dirname(os.path.abspath(__file__)), "formats"))
    ferry()
    scan()
    locked()
