"""Files of other programs for the pictures of the Import page: an interview in Word, a report as PDF."""

from pathlib import Path

TALK = {
    "How it began": (
        ("I", "When did you notice that something had changed?"),
        ("K", "In May, I think. They told us on a Friday, after eleven years. I went home and said nothing."),
        ("I", "Nothing to nobody?"),
        ("K", "My sister knew at once. She came by that evening with soup and stayed until I talked."),
    ),
    "What helped": (
        ("I", "And what helped you through the summer?"),
        (
            "K",
            "Small things. The garden. Getting up when the children get up. A neighbour who asked me to fix his bike.",
        ),
        ("I", "Did you look for work?"),
        ("K", "Every day at first. Then I baked bread, and people began to ask for it."),
    ),
}
REPORT = (
    (
        "Summary",
        "Three hundred households were asked in spring and again in autumn what had made them happy on the day before.",
    ),
    ("Method", "Answers were written by hand, typed up by two people and compared. Spelling was left as it was."),
    (
        "Findings",
        "Most moments were shared with somebody: a partner, a child, a friend. Money came up rarely, and never alone.",
    ),
)


def interview(path: Path) -> Path:
    """A transcript with headings and two speakers."""
    import docx

    written = docx.Document()
    written.core_properties.author = "Field team"
    written.add_heading("Interview 7, K., 46 years", 0)
    for title, turns in TALK.items():
        written.add_heading(title, 1)
        for who, words in turns:
            written.add_paragraph(f"{who}: {words}")
    written.save(str(path))
    return path


def report(path: Path) -> Path:
    """A report of a page for each chapter."""
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate

    style = getSampleStyleSheet()
    flow = [
        part
        for title, words in REPORT
        for part in (Paragraph(title, style["Heading1"]), Paragraph(words, style["BodyText"]), PageBreak())
    ]
    SimpleDocTemplate(str(path), title="Annual report", author="Field team").build(flow)
    return path
