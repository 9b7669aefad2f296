#!/usr/bin/env python3
"""Makes the packed and rich samples of formats/: docx, odt, rtf.

Run it in this folder. All words are invented for this project. The zips are
made without clock times, so that the same bytes come out again.
"""
import zipfile

FERRY = [
    "PORT MARLO, May 3 - The ferry crews of Port Marlo went back to work on Friday, nine days after they walked out over the new rosters.",
    "\u201cWe have what we came for,\u201d said Hanne Roak, who speaks for the crews. The company will pay \u20ac1,200 to each of 340 workers.",
    "The harbour office said that the first boat to Lessa left at 6:10 a.m. with 212 passengers.",
]
BRIDGE = [
    "LESSA - The council voted 14 to 9 on Thursday night to close the Corran bridge for repairs until October.",
    "Mayor Idris Fell called the vote \u201ca hard one\u201d. Traders on the east bank said they had not been asked.",
]

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def escaped(text):
    return text.replace("&", "&amp;").replace("<", "&lt;")


def run(text):
    return f'<w:r><w:t xml:space="preserve">{escaped(text)}</w:t></w:r>'


def para(text, style=None, inner=None):
    pr = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{pr}{inner or run(text)}</w:p>"


def packed(name, parts):
    with zipfile.ZipFile(name, "w") as out:
        for path, text in parts:
            info = zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_STORED if path == "mimetype" else zipfile.ZIP_DEFLATED
            out.writestr(info, text)


def docx(name, body, title, creator):
    types = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    styles = (
        f"<w:styles {W}>"
        '<w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>'
        "</w:styles>"
    )
    core = (
        '<cp:coreProperties xmlns:cp="c" xmlns:dc="d">'
        f"<dc:title>{title}</dc:title><dc:creator>{creator}</dc:creator></cp:coreProperties>"
    )
    document = f'<?xml version="1.0" encoding="UTF-8"?><w:document {W}><w:body>{body}</w:body></w:document>'
    packed(name, [
        ("[Content_Types].xml", types),
        ("word/document.xml", document),
        ("word/styles.xml", styles),
        ("docProps/core.xml", core),
    ])


def word():
    listed = '<w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr>'
    row = lambda *cells: "<w:tr>" + "".join(f"<w:tc>{para(it)}</w:tc>" for it in cells) + "</w:tr>"
    body = (
        para("Ferry strike ends after nine days", "Titel")
        + para("By Ilse Garrow")
        + para("", inner=run(FERRY[0]) + '<w:r><w:footnoteReference w:id="1"/></w:r>')
        + para("What the crews won", "berschrift1")
        + para("", inner='<w:del><w:r><w:delText>We lost it all. </w:delText></w:r></w:del><w:ins>' + run(FERRY[1]) + "</w:ins>")
        + f"<w:p>{listed}{run('Rosters are posted four weeks ahead.')}</w:p>"
        + f"<w:p>{listed}{run('Night crossings pay double.')}</w:p>"
        + "<w:tbl>" + row("Route", "Boats a day") + row("Lessa", "11") + row("Corran", "4") + "</w:tbl>"
        + para("", inner=run("Timetables are at ") + '<w:hyperlink r:id="r1" xmlns:r="r">' + run("the harbour office\u2019s page") + "</w:hyperlink>" + run(" & at the quay."))
        + '<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>Hidden note.</w:t></w:r><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>'
        + para(FERRY[2])
        + "<w:sectPr/>"
    )
    docx("ferry.docx", body, "Ferry strike ends after nine days", "Microsoft Office User")


def nexis_paras():
    one = ["Ferry strike ends after nine days", "Coast Mirror (Port Marlo)", "May 3, 2024 Friday", "Final Edition",
           "Copyright 2024 Coast Mirror Ltd All Rights Reserved", "Section: NEWS; Pg. 3", "Length: 58 words",
           "Byline: Ilse Garrow", "Highlight: Crews go back.", "Body", *FERRY, "Graphic",
           "The first boat leaves Port Marlo.", "Classification", "Language: ENGLISH", "Publication-Type: Newspaper",
           "Subject: FERRIES (90%); STRIKES (89%)", "Load-Date: May 4, 2024", "End of Document"]
    two = ["Corran bridge to close until October", "The Lessa Bell", "Thursday, May 2, 2024",
           "Copyright 2024 The Lessa Bell All Rights Reserved", "Section: LOCAL", "Length: 36 words", "Body", *BRIDGE,
           "Load-Date: May 2, 2024", "End of Document"]
    cover = ["User Name: desk", "Date and Time: Monday, May 6, 2024 9:12:00 AM GMT", "Job Number: 1234567", "Documents (2)",
             "1. Ferry strike ends after nine days", "2. Corran bridge to close until October"]
    return cover + one + two


RTF_HEAD = (
    r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fswiss{\*\panose 02020603}Arial;}{\f1\fcharset204 Times;}}"
    r"{\colortbl;\red0\green0\blue0;}{\stylesheet{Normal;}{\s1\b heading 1;}{\s2 Title;}}"
)


def rtf_text(text):
    out = []
    for it in text:
        if it in "\\{}":
            out.append("\\" + it)
        elif ord(it) < 128:
            out.append(it)
        elif it == "\u201c":
            out.append(r"\ldblquote ")
        elif it == "\u201d":
            out.append("\\'94")
        else:
            out.append(f"\\u{ord(it)}?")
    return "".join(out)


def write(name, text):
    with open(name, "w", encoding="ascii", newline="\n") as out:
        out.write(text)


def rich():
    body = (
        r"{\info{\title Ferry strike ends after nine days}{\author Ilse Garrow}{\creatim\yr2024\mo5\dy3}}"
        r"{\header\pard Coast Mirror draft\par}"
        "\n" + r"\pard\s2 Ferry strike ends after nine days\par" + "\n"
        + r"\pard\plain " + rtf_text(FERRY[0]) + r"{\footnote\pard\plain\s1 A note.\par}\par" + "\n"
        + r"\pard\s1 What the crews won\par\pard " + rtf_text(FERRY[1]) + r"{\deleted  Struck out.}{\v  Hidden.}\par" + "\n"
        + r"\pard{\pntext\'b7\tab}Rosters are posted four weeks ahead.\par" + "\n"
        + r"\trowd\pard\intbl Lessa\cell 11\cell\row\pard" + "\n"
        + r"{\field{\*\fldinst HYPERLINK x}{\fldrslt Timetables}} are at the quay \emdash  in " + r"{\f1\'cc\'e0\'f0\'eb\'ee} too.\line" + "\n"
        + rtf_text(FERRY[2]) + r"{\pict\bin5 }}}}}\par"
    )
    write("formats/ferry.rtf", RTF_HEAD + body + "}")
    paras = "".join(r"\pard " + rtf_text(it) + r"\par" + "\n" for it in nexis_paras())
    write("formats/nexis.rtf", RTF_HEAD + paras + "}")
    rows = []
    for code, value in [("HD", ["Ferry strike ends after nine days"]), ("BY", ["By Ilse Garrow"]), ("WC", ["58 words"]),
                        ("PD", ["3 May 2024"]), ("SN", ["Coast Mirror"]), ("SC", ["COASTM"]), ("LA", ["English"]),
                        ("CY", ["(c) 2024 Coast Mirror Ltd"]), ("LP", FERRY[:1]), ("TD", FERRY[1:]),
                        ("NS", ["gstrik : Strikes"]), ("AN", ["Document COASTM0020240503ek5300002"])]:
        cell = r"\par ".join(rtf_text(it) for it in value)
        rows.append(r"\trowd\pard\intbl " + code + r"\cell " + cell + r"\cell\row" + "\n")
    write("formats/factiva.rtf", RTF_HEAD + "".join(rows) + r"\pard Search Summary\par}")


def open_document():
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="o" xmlns:text="t" xmlns:table="b" xmlns:style="s">'
        '<office:automatic-styles><style:style style:name="P1" style:parent-style-name="Title"/></office:automatic-styles><office:body><office:text>'
        "<text:tracked-changes><text:p>Gone.</text:p></text:tracked-changes>"
        '<text:p text:style-name="P1">Corran bridge to close until October</text:p>'
        f"<text:p>{BRIDGE[0]}<text:note><text:note-body><text:p>A note.</text:p></text:note-body></text:note></text:p>"
        '<text:h text:outline-level="2">A hard vote</text:h>'
        f"<text:p>{BRIDGE[1]}</text:p>"
        "<text:list><text:list-item><text:p>Buses go round by Stell.</text:p></text:list-item></text:list>"
        "<table:table><table:table-row><table:table-cell><text:p>For</text:p></table:table-cell><table:table-cell><text:p>14</text:p></table:table-cell></table:table-row></table:table>"
        "</office:text></office:body></office:document-content>"
    )
    meta = '<office:document-meta xmlns:office="o" xmlns:dc="d"><dc:title>bridge-v2.odt</dc:title><dc:creator>Jo Orr</dc:creator></office:document-meta>'
    packed("formats/bridge.odt", [("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", content), ("meta.xml", meta)])


if __name__ == "__main__":
    import os
    os.chdir(os.path.dirname(os.path.abspath(__file__)))
    word()
    os.replace("ferry.docx", "formats/ferry.docx")
    docx("formats/nexis.docx", "".join(para(it) for it in nexis_paras()), "", "desk")
    rich()
    open_document()
